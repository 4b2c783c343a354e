"""Where a clinic changes its own rules: intervals, tests typed together, medicines, monitoring, letter sentences."""
