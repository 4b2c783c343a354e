"""The use cases, one noun each."""
