"""Earlier ALP results, typed line by line."""
