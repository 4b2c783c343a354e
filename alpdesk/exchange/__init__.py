"""Files in and out, to and from domain records."""
