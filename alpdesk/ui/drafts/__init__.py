"""Forms left half typed: kept while typing pauses, shown wherever one can go on."""
