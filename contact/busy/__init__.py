"""Reads when the therapist is busy from other calendars of hers, and nothing else of them.

- `trouble`: the ways in which that can fail
- `public`: which network addresses may be asked at all
- `fetching`: one https request, its redirects checked like itself, within bounds
- `reading`: a calendar → the spans at which somebody is busy
- `process`: both in a process of its own, without our secrets, which the kernel ends in time
- `asking`: starts that process and takes its answer
- `copies`: which calendar is due, and the copy that is kept of it

The first five know nothing of Django, and nothing of the database.
"""
