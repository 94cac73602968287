"""Public sets of planning problems: how their files are read, solved, written and checked."""
