"""Reading the municipalities' half: access, coverage, what is still missing, and the frozen snapshot."""
