"""Alpdesk: a lab-record manager that does not let a low alkaline phosphatase pass."""

__version__ = "0.1.0"
