"""The content of a fresh trial site: a fictional practice with a series to read.

What is there already is never changed, so loading twice does no harm.
"""

import json
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from blog.models import Article, Series, Topic
from blog.publishing import Status
from contact.models import Availability, WeeklyHours
from practice.first_steps import helplines, prepared
from practice.models import Page, PracticeProfile

FOLDER = Path(__file__).resolve().parent.parent / "blog" / "sample_content"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _data(name: str) -> Any:
    return json.loads(_text(name))


@transaction.atomic
def load(now: datetime) -> int:
    """Load the profile, hours, pages, helplines and articles. Returns how many rows were new."""
    made = [_profile(), _hours(), *map(_page, Page.Slug), *map(helplines.offer, helplines.known())]
    articles = _data("articles.json")
    series, is_new = Series.objects.get_or_create(
        slug=articles["series"]["slug"], defaults=articles["series"]
    )
    made += [is_new, *map(partial(_article, series=series, now=now), articles["articles"])]
    return sum(made)


def _practice() -> PracticeProfile:
    return PracticeProfile.objects.get(pk=PracticeProfile.ONLY)


def _profile() -> bool:
    data = _data("profile.json")
    data["welcome"] = "\n\n".join(data["welcome"])
    return PracticeProfile.objects.get_or_create(pk=PracticeProfile.ONLY, defaults=data)[1]


def _hours() -> bool:
    """When first conversations are offered: all of it, or nothing where she has entered hers."""
    data = _data("hours.json")
    is_new = Availability.objects.get_or_create(pk=Availability.ONLY, defaults=data["terms"])[1]
    if is_new:
        WeeklyHours.objects.bulk_create(
            WeeklyHours(weekday=day, begins=at["begins"], ends=at["ends"], modality=modality)
            for at in data["weekly"]
            for day in at["weekdays"]
            for modality in at["modalities"]
        )
    return is_new


def _page(slug: Page.Slug) -> bool:
    """Of herself she writes herself; the others are those of every fresh site."""
    is_hers = slug in prepared.HERS
    text = _text(f"{slug}.html") if is_hers else prepared.text_of(slug, _practice())
    defaults = {"title": slug.label, "body": text}
    return Page.objects.get_or_create(slug=slug, defaults=defaults)[1]


def _article(data: dict[str, Any], *, series: Series, now: datetime) -> bool:
    is_part = data["part"] is not None
    article, is_new = Article.objects.get_or_create(
        slug=data["slug"],
        defaults={
            "title": data["title"],
            "summary": data["summary"],
            "body": _text(data["file"]) if "file" in data else "",
            "is_sensitive": data.get("sensitive", False),
            "series": series if is_part else None,
            "position": data["part"],
            "announced": data.get("announced", False),
            "expected": data.get("expected", ""),
            **_publication(data, now),
        },
    )
    if is_new:
        article.topics.set(map(_topic, data["topics"]))
    return is_new


def _publication(data: dict[str, Any], now: datetime) -> dict[str, Any]:
    if "published_days_ago" not in data:
        return {"status": Status.DRAFT}
    moment = now - timedelta(days=data["published_days_ago"])
    return {"status": Status.PUBLISHED, "publish_at": moment}


def _topic(name: str) -> Topic:
    return Topic.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
