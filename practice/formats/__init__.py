"""How days and times are written where nothing else says it: Django's formats, in 24 hours."""
