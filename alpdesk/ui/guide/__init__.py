"""The tour over the demonstration clinic."""
