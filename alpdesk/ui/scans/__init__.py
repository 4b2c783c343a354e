"""Scanned reports in the window: shown, never opened by another program."""
