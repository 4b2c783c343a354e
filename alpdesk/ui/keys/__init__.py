"""The recovery sheet: printed, typed back, and used when every password is forgotten."""
