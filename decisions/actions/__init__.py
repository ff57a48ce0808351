"""The acts of the officials, one function each; every one is a transaction."""
