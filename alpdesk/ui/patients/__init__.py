"""Finding patients, and the form for one."""
