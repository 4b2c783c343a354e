"""Reading a letter again: every fault in it, each with the block and the sentence it stands in."""
