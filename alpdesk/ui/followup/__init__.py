"""What can be done about a due item, on every page that shows one."""
