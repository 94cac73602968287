"""Routes for people whose visits wait for each other: two at the same moment, or one some time after the other.

`problem.py` says what is asked, `solve.py` answers. The other files are the search: `state.py` (the arrays), `ruin.py`
and `recreate.py` (how one plan becomes another), `schedule.py` (when everybody starts), `search.py` (what is kept).
"""
