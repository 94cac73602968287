"""Who helped whom, as a network of people: only numbers come out of it, never a person."""
