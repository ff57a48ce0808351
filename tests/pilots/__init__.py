"""Tests of the pilots room."""
