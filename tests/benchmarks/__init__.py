"""`make bench`: what each part costs, measured beside something that the reader knows.

No test asserts anything of this: figures belong to a machine, and the table names it.
"""
