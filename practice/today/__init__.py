"""The first page of the desk: what waits, who comes, what is being written, what is amiss."""
