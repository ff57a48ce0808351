"""The speed lines: what `make bench` measures, side by side in one run."""
