"""The password at the start and after a lock."""
