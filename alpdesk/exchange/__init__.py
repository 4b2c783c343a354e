"""Files in and out of the records: what a row says, never whether it is medically sound."""
