"""Reading and signing the list of flags that a change would turn."""
