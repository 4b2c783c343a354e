"""Where a clinic adapts its letters: blocks, order, its own words, with the pages beside them."""
