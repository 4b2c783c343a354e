"""The knowledge pages and the sheet of keys."""
