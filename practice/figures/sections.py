"""The page "How it goes" in words and charts: made of sums, without asking anything."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.figures.charts import Chart, Column
from practice.figures.kinds import Key, Kind
from practice.figures.measures import ENOUGH, median_of, percent
from practice.figures.span import DAY, Span

LONGEST_SHOWN = 10  # working days; what took longer is shown with it


@dataclass(frozen=True)
class Section:
    """`says` the most important first. Without charts there was nothing to show."""

    name: str
    title: str
    says: Sequence[str]
    charts: Sequence[Chart] = field(default_factory=list)


def sections(sums: Counter[Key], span: Span) -> list[Section]:
    return [
        _enquiries(sums, span),
        _answers(sums, span),
        _conversations(sums, span),
        _feeds(sums, span),
        _searches(sums, span),
    ]


def _enquiries(sums: Counter[Key], span: Span) -> Section:
    columns = [_week(day, sums[Key(Kind.CAME, day)]) for day in span.weeks]
    came, title = _total(columns), _("Enquiries")
    if not came:
        return Section("enquiries", title, [_("No enquiry came in this time.")])
    says = ngettext("%(n)d enquiry came.", "%(n)d enquiries came.", came) % {"n": came}
    chart = Chart("enquiries", _("Enquiries by week"), _("Week of"), [_("Came")], columns)
    return Section("enquiries", title, [says], [chart])


def _answers(sums: Counter[Key], span: Span) -> Section:
    weeks = [_week(day, *_answered(sums, day)) for day in span.weeks]
    in_time, late = (sum(column.numbers[row] for column in weeks) for row in (0, 1))
    title = _("Answers")
    if not in_time + late:
        return Section("answers", title, [_("No answer has been due in this time.")])
    took = _took(sums, set(span.weeks))
    rows = [_("By the promised day"), _("Later, or not yet")]
    charts = [Chart("answers", _("Answers, by the week of the enquiry"), _("Week of"), rows, weeks)]
    if took:
        charts.append(_chart_of_days(took))
    says = _("%(part)d of %(all)d enquiries were answered by the promised day: %(share)d %%.") % {
        "part": in_time,
        "all": in_time + late,
        "share": percent(in_time, in_time + late),
    }
    return Section("answers", title, [says, _half(took)], charts)


def _answered(sums: Counter[Key], week: date) -> tuple[int, int]:
    """How many of a week were answered by the promised day, and how many were not."""
    of_week = {key: number for key, number in sums.items() if key.day == week}
    in_time = sum(number for key, number in of_week.items() if key.kind == Kind.IN_TIME)
    late = sum(number for key, number in of_week.items() if key.kind in (Kind.LATE, Kind.OVERDUE))
    return in_time, late


def _took(sums: Counter[Key], weeks: set[date]) -> Counter[int]:
    """How many answers took so many working days."""
    took: Counter[int] = Counter()
    for key, number in sums.items():
        if key.kind in (Kind.IN_TIME, Kind.LATE) and key.day in weeks:
            took[key.working_days] += number
    return took


def _half(took: Counter[int]) -> str:
    days, answers = median_of(took), took.total()
    if days is None:
        return _("Not enough answers yet for a median: %(n)d so far, of %(enough)d.") % {
            "n": answers,
            "enough": ENOUGH,
        }
    if days == 0:
        return _("Half of your answers went out on the same day.")
    return ngettext(
        "Half of your answers took %(n)d working day or less.",
        "Half of your answers took %(n)d working days or less.",
        days,
    ) % {"n": days}


def _chart_of_days(took: Counter[int]) -> Chart:
    shown = Counter[int]()
    for days, number in took.items():
        shown[min(days, LONGEST_SHOWN)] += number
    columns = [_days(days, shown[days]) for days in range(max(*shown, 5) + 1)]
    title = _("Answers, by how many working days they took")
    return Chart("days", title, _("Working days"), [_("Answers")], columns)


def _days(days: int, number: int) -> Column:
    label = _("the same day") if days == 0 else str(days)
    if days == LONGEST_SHOWN:
        label = _("%(n)d or more") % {"n": days}
    return Column(label, f"{days}+" if days == LONGEST_SHOWN else str(days), (number,))


def _conversations(sums: Counter[Key], span: Span) -> Section:
    kinds = (Kind.MET, Kind.MISSED, Kind.CALLED_OFF)
    columns = [_month(day, *(sums[Key(kind, day)] for kind in kinds)) for day in span.months]
    title = _("First conversations")
    if not _total(columns):
        return Section("conversations", title, [_("No first conversation was in this time.")])
    met, missed, off = (sum(column.numbers[row] for column in columns) for row in range(3))
    says = [ngettext("%(n)d took place.", "%(n)d took place.", met) % {"n": met}]
    if missed or off:
        others = {"missed": missed, "off": off}
        says.append(_("Nobody came: %(missed)d. Called off: %(off)d.") % others)
    rows = [_("Took place"), _("Nobody came"), _("Called off")]
    name = _("First conversations by month")
    return Section(
        "conversations", title, says, [Chart("conversations", name, _("Month"), rows, columns)]
    )


def _feeds(sums: Counter[Key], span: Span) -> Section:
    columns = _daily(sums, span, Kind.FEED)
    fetched, title = _total(columns), _("Articles: feeds")
    if not fetched:
        return Section("feeds", title, [_("No feed was fetched in this time.")])
    says = ngettext("Fetched %(n)d time.", "Fetched %(n)d times.", fetched) % {"n": fetched}
    note = _("Programs do that by themselves, some every hour: this is no number of readers.")
    chart = Chart("feeds", _("Feeds fetched"), _of(span), [_("Fetched")], columns)
    return Section("feeds", title, [says, note], [chart])


def _searches(sums: Counter[Key], span: Span) -> Section:
    columns = _daily(sums, span, Kind.SEARCH, Kind.SEARCH_EMPTY)
    searches, title = _total(columns), _("Articles: search")
    if not searches:
        return Section("search", title, [_("Nobody searched in this time.")])
    empty = sum(column.numbers[1] for column in columns)
    says = ngettext("%(n)d search.", "%(n)d searches.", searches) % {"n": searches}
    found = _("%(n)d of them found nothing.") % {"n": empty}
    note = _("What was searched for is kept nowhere.")
    rows = [_("Found something"), _("Found nothing")]
    chart = Chart("search", _("Searches"), _of(span), rows, columns)
    return Section("search", title, [f"{says} {found}", note], [chart])


def _daily(sums: Counter[Key], span: Span, *kinds: Kind) -> list[Column]:
    """A column for each day; over a year, for each week."""
    days = {day: tuple(sums[Key(kind, day)] for kind in kinds) for day in span.days}
    if not span.is_year:
        return [_day(day, *numbers) for day, numbers in days.items()]
    weeks = ([monday + DAY * ahead for ahead in range(7)] for monday in span.weeks)
    nothing = (0,) * len(kinds)
    return [_week(week[0], *_sum(days.get(day, nothing) for day in week)) for week in weeks]


def _sum(rows: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


def _of(span: Span) -> str:
    return _("Week of") if span.is_year else _("Day")


def _total(columns: Iterable[Column]) -> int:
    return sum(column.total for column in columns)


def _dated(label: str, short: str) -> Callable[..., Column]:
    def column(day: date, *numbers: int) -> Column:
        return Column(date_format(day, label), date_format(day, short), numbers)

    return column


_day = _week = _dated("j F Y", "j M")
_month = _dated("F Y", "M")
