"""What is counted. Imports no model: the page cache counts before Django is set up."""

from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices


class Kind(TextChoices):
    """Of a week: came, in_time, late, overdue. Of a month: met, missed, called_off. Of a day: rest.

    Answers (in_time, late) are counted in the week in which their enquiry came, by the working
    days that they took. `begun` is one row: the day on which counting began.
    """

    CAME = "came"
    IN_TIME = "in_time"
    LATE = "late"
    OVERDUE = "overdue"  # erased without an answer, after the day that was promised
    MET = "met"
    MISSED = "missed"
    CALLED_OFF = "called_off"
    FEED = "feed"
    SEARCH = "search"
    SEARCH_EMPTY = "nothing"
    BEGUN = "begun"


class Key(NamedTuple):
    """What a number counts. `day` is the first of its week or month."""

    kind: str
    day: date
    working_days: int = 0
