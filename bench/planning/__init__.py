"""How good the planner is, on public instances, beside OR-Tools."""
