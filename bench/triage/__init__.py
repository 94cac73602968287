"""Labelled reports for measuring the triage, and how they are divided. See README.md in this folder."""
