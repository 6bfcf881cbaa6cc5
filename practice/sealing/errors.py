class SealError(Exception):
    """What does not open: damaged, moved to another row, of an unknown version, or another key's.

    It never says which, nor quotes anything.
    """


class TooLongError(ValueError):
    """Contents that exceed the largest size."""
