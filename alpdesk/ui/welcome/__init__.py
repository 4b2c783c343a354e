"""First run: a new clinic, an existing file, or a look around."""
