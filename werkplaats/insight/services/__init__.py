"""The verbs of the results: the only writers."""
