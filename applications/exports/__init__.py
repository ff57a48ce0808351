"""Documents for people outside the pages: plain values in, bytes out. No database, no clock."""
