"""The therapist's first day, step by step, as she and an enquirer take it on their phones.

tests/browser/test_the_first_day.py plays it; `make guide` plays it too and keeps the pictures.
"""
