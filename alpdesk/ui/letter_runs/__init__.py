"""Many letters at once: looked through, made in the background, leafed through, signed, printed."""
