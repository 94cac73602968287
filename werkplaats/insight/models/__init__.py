"""The tables of the results: what people answered, what was assumed, what was worked out once."""
