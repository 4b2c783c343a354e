"""Panels that staff or an import entered, read one by one and signed off."""
