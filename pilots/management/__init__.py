"""Commands of the pilots room."""
