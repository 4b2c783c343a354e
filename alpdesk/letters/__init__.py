"""Letters: words first, then pages."""
