"""Reading the ministry's half: cases, the frozen snapshot of a decision, money."""
