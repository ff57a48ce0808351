"""The officials' workbench inside Django's admin."""
