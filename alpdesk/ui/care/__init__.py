"""The audit of care and the weekly safety net, on a page and on paper."""
