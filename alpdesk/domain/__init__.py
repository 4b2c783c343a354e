"""Pure clinical values and rules: no file, clock, network or window."""
