"""Figures of how the practice goes, without following anybody: numbers of a day, week or month.

docs/decisions/0090-figures-without-tracking.md says what is counted where, and why it is nobody's.
"""
