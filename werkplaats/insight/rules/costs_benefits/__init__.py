"""What it costs and what it brings, for each party: a statement for a year, when it breaks even, and how sure that is.

Read `assumptions` (what is assumed), `statement` (who gives and gets what), `analysis` (bands, break-even, tornado).
"""
