"""How numbers and dates are read and written, by language; Finnish customs in all three."""
