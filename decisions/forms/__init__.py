"""What officials type: the proposal, notes and proofs, money, people."""
