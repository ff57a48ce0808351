"""The forms of the applicants' pages."""
