"""Who did what: the trail in plain words."""
