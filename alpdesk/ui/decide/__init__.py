"""The assessment of a low ALP and its signed answer."""
