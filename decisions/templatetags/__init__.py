"""Tags of the officials' pages."""
