"""Entry of one panel from paper."""
