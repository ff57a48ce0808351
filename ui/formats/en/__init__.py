"""Formats of pages in this language: the Finnish way, whatever the words."""
