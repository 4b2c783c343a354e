"""The list of kept letters."""
