"""Routes within shifts: people with their own hours and a break, clients with several windows, visits that may stay
out, preferences, and two visits that wait for each other; at a weighted cost with waiting and idle time in it.

`problem.py` says what is asked, `solve.py` answers. The other files are the search: `state.py` (the arrays), `ruin.py`
and `recreate.py` (how one plan becomes another), `schedule.py` (when everybody starts, and what a route costs),
`search.py` (what is kept). It is a search of its own beside `linked`, whose cost needs no look at whole routes and
which is therefore faster at what it does.
"""
