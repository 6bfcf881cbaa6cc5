"""How long the worker leaves what has no model of ours to say it."""

from datetime import timedelta

DONE_MAIL_IS_KEPT = timedelta(days=30)
JOURNAL_IS_KEPT = timedelta(days=365)  # who changed what at the desk
