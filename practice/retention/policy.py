"""The whole policy, and the system check that finds what it forgot."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model

from blog import retention as of_the_blog
from contact import retention as of_enquiries
from practice.retention import Kept, site

# In the order in which the privacy page tells it.
POLICY: list[Kept] = [*of_enquiries.POLICY, *site.POLICY, *of_the_blog.POLICY]
WHERE = "practice/retention/site.py, contact/retention.py or blog/retention.py"


def check_retention(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """The system check. It looks at all models, whichever app was asked for."""
    kept = [model for model in apps.get_models() if model._meta.label not in site.NOT_OURS]
    return list(errors(kept, POLICY))


def errors(models: Iterable[type[Model]], policy: Sequence[Kept]) -> Iterator[Error]:
    """Yield what `policy` forgets of the fields of `models`, says twice, or says of no field."""
    there = {label for model in models for label in _labels(model)}
    said = Counter(label for kept in policy for label in kept.labels())
    for label in sorted(there - said.keys()):
        yield _error(1, f"Nothing says why or how long {label} is kept.", "Add it to")
    for label in sorted(said.keys() - there):
        yield _error(2, f"The retention policy names {label}, which is gone.", "Take it out of")
    for label in sorted(label for label, times in said.items() if times > 1):
        yield _error(3, f"The retention policy names {label} twice.", "Leave it once in")


def _error(number: int, what: str, what_to_do: str) -> Error:
    return Error(what, hint=f"{what_to_do} {WHERE}.", id=f"retention.E00{number}")


def _labels(model: type[Model]) -> Iterator[str]:
    """Its fields as "app.Model.field"; a key that merely counts is none."""
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if not field.auto_created:
            yield f"{model._meta.label}.{field.name}"
