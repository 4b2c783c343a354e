"""Writing, previewing and keeping one letter."""
