"""Words, reasons and pieces that the clinical pages share."""
