"""The sweep: every low ALP that nobody has answered, looked for in the whole record."""
