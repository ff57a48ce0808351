"""Tests of the rules; they need no database and no Django."""
