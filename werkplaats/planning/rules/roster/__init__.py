"""The cooperative's own planning: who goes where and when in a week, by which rules, what a plan pays, and why.

Read `model` (what is asked), `check` (the hard rules), `cost` (what is weighed), `solve` (the search), `explain` (why).
"""
