class BenchmarkError(Exception):
    """Why nothing can be measured, in one line for whoever typed `make bench`."""
