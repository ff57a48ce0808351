"""The acts of the municipalities' half, one function each; every one is a transaction."""
