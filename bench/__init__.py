"""How fast it is: `make bench`. Read docs/benchmarks.md for what is measured and what it was last time."""
