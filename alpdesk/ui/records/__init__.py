"""Putting records right in the window: corrections, withdrawals, moves, merges, and two who saved at once."""
