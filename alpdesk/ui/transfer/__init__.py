"""Results taken in from a file, looked at before they are kept."""
