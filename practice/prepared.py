"""Questions to Postgres that are put into SQL, and planned, once and not at every request.

Writing the SQL of a queryset takes Django 0.1 to 1.5 ms, planning it takes Postgres about 0.4 ms.
The first is done once in the life of a process, the second once in that of a connection. What may
be asked is still said by querysets and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVarTuple

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet

Row = tuple[Any, ...]
Values = TypeVarTuple("Values")


class NotAParameterError(TypeError):
    """A value does not reach Postgres as it was given, so another could not take its place."""


class Prepared(Generic[*Values]):
    """Decorates a function that returns `queryset.values_list(…)`; gives its rows instead.

    The function is called once for each combination of types among its values (datetime, str, int
    or None) and must depend on nothing else. Raises NotAParameterError at the first call where a
    value is not simply a parameter of the SQL.
    """

    def __init__(self, queryset: Callable[[*Values], QuerySet[Any, Any]]) -> None:
        self._queryset = queryset
        self._written: dict[tuple[type, ...], _Question] = {}

    def __call__(self, *values: *Values) -> list[Row]:
        types = tuple(map(type, values))
        if types not in self._written:
            self._written[types] = _written(self._queryset, types)
        return self._written[types].ask(values)


@dataclass(frozen=True)
class _Question:
    sql: str
    places: list[int]  # which value each parameter is
    converters: dict[int, Any]  # by column: what Django makes of that which Postgres gives

    def ask(self, values: Row) -> list[Row]:
        with connection.cursor() as cursor:
            # Django's own cursors put the values into the SQL, so that Postgres plans it each time.
            cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
            cursor.execute(self.sql, [values[place] for place in self.places])
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self.converters else rows

    def _converted(self, row: Row) -> Row:
        columns = list(row)
        for place, (functions, expression) in self.converters.items():
            for function in functions:
                columns[place] = function(columns[place], expression, connection)
        return tuple(columns)


def _written(queryset: Callable[..., QuerySet[Any, Any]], types: tuple[type, ...]) -> _Question:
    stand_ins = [_stand_in(type_, number) for number, type_ in enumerate(types)]
    compiler = queryset(*stand_ins).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    places = [_place(param, stand_ins) for param in params]
    missing = [types[n] for n, it in enumerate(stand_ins) if it is not None and n not in places]
    if missing:
        raise NotAParameterError(missing)
    # Other parameters are always the same: put into the SQL once, instead of at every request.
    known = [_literal(it) if n is None else "%s" for n, it in zip(places, params, strict=True)]
    columns = [column for column, _sql, _alias in compiler.select]
    return _Question(
        sql.replace("%%", "%%%%") % tuple(known),
        [place for place in places if place is not None],
        compiler.get_converters(columns),
    )


def _stand_in(type_: type, number: int) -> object:
    """Return a value that is in no question by itself."""
    if type_ is type(None):
        return None
    if issubclass(type_, datetime):
        return datetime(1001, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if issubclass(type_, str):
        return f"stand-in {number}"
    if type_ is int:
        return -(10**15) - number
    raise NotAParameterError([type_])


def _place(param: object, stand_ins: list[object]) -> int | None:
    found = [n for n, it in enumerate(stand_ins) if type(it) is type(param) and it == param]
    return found[0] if found else None


def _literal(param: object) -> str:
    """Return `param` in SQL, as part of a text in which parameters are marked by a percent sign."""
    operations: Any = connection.ops  # Postgres's own, of which the type stubs do not know
    literal: str = operations.compose_sql("%s", [param])
    return literal.replace("%", "%%")
