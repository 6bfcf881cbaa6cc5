"""Where links to this site's own addresses lead: one question for each kind of page, however many.

leads = leading_from({"/articles/one/", "/about/"}, article, now)
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from blog.checks import Finding, Lead, Site, findings, number_of, paths_in, typed_tree
from blog.models import Article, Series, Topic
from blog.models.revised import Text
from blog.publishing import Status
from practice.models import Image, Page, Redirect
from practice.paths import can_be_looked_up, with_last_slash

Slugs = Collection[str]
Found = Mapping[str, Lead]
FILES = (settings.STATIC_URL, "/media/")  # whose names are made by the site itself
OF_WHO_SIGNS_IN = ("/admin/", "/preview/")


def look_through(text: Text, article: Article, now: datetime) -> list[Finding]:
    """Return what to look at before `text` is public as `article`."""
    root = typed_tree(text.body)
    site = Site(leading_from(paths_in(root), article, now), _pictures(root))
    return findings(text, site)


def _pictures(root: Any) -> dict[int, str | None]:
    """What the pictures of the text show, by number; None for those that are decorative."""
    numbers = {number_of(picture) for picture in root.iter("img")}
    known = Image.objects.filter(pk__in=numbers) if numbers else Image.objects.none()
    rows = known.values_list("pk", "alt", "is_decorative")
    return {pk: None if is_decorative else alt for pk, alt, is_decorative in rows}


def leading_from(paths: Collection[str], article: Article, now: datetime) -> Found:
    """Return what is at each of `paths` for those who read `article` once it is public."""
    at = max(now, article.publish_at) if article.publish_at else now
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    leads: dict[str, Lead] = {}
    for path in paths:
        name, slug = _page_at(path)
        if name in _LOOK_UP:
            wanted[name][path] = slug
        else:
            leads[path] = _WITHOUT_ASKING.get(name, Lead.THERE)
    for name, slugs in wanted.items():
        found = _LOOK_UP[name](set(slugs.values()), article, at)
        leads |= {path: found.get(slug, Lead.NOTHING) for path, slug in slugs.items()}
    return _led_on(leads)


_WITHOUT_ASKING = {"": Lead.NOTHING, "desk": Lead.DESK}


def _page_at(path: str) -> tuple[str, str]:
    """Which page of the site has that path, by the name of its view, and which row it shows."""
    if path.startswith(FILES):
        return "file", ""
    if f"{path}/".startswith(OF_WHO_SIGNS_IN):
        return "desk", ""
    try:
        found = resolve(with_last_slash(path))
    except Resolver404:
        return "", ""
    return found.view_name, str(found.kwargs.get("slug", ""))


def _articles(slugs: Slugs, article: Article, at: datetime) -> Found:
    rows = Article.objects.filter(slug__in=slugs).only("pk", "slug", "status", "publish_at")
    return {row.slug: _lead_of(row, at) for row in rows} | {article.slug: Lead.THERE}


def _lead_of(row: Article, at: datetime) -> Lead:
    if row.is_published(at):
        return Lead.THERE
    return Lead.TAKEN_BACK if row.status == Status.UNPUBLISHED else Lead.NOT_YET


def _series(slugs: Slugs, article: Article, at: datetime) -> Found:
    """A series is there once a part of it is: this one, for example."""
    own = {article.series.slug} if article.series else set()
    return _there_or_not(Series, Series.objects.with_published_parts(at), slugs, own)


def _topics(slugs: Slugs, article: Article, at: datetime) -> Found:
    own = set(article.topics.values_list("slug", flat=True)) if article.pk else set()
    return _there_or_not(Topic, Topic.objects.with_published_articles(at), slugs, own)


def _there_or_not(model: Any, public: Any, slugs: Slugs, own: set[str]) -> Found:
    there = own | set(public.filter(slug__in=slugs).values_list("slug", flat=True))
    known = model.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return {slug: Lead.THERE if slug in there else Lead.NOT_YET for slug in known}


def _pages(slugs: Slugs, article: Article, at: datetime) -> Found:
    written = Page.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return dict.fromkeys(written, Lead.THERE)


_LOOK_UP: dict[str, Callable[[Slugs, Article, datetime], Found]] = {
    "blog:article": _articles,
    "blog:series": _series,
    "blog:series_atom": _series,
    "blog:series_json": _series,
    "blog:topic": _topics,
    "practice:about": _pages,
    "practice:fees": _pages,
}


def _led_on(leads: Mapping[str, Lead]) -> Found:
    """Where nothing is, a redirect may lead on."""
    lost = {path for path, lead in leads.items() if lead in (Lead.NOTHING, Lead.TAKEN_BACK)}
    old = {path: with_last_slash(path) for path in lost if can_be_looked_up(path)}
    if not old:
        return leads
    known = set(
        Redirect.objects.filter(old_path__in=old.values()).values_list("old_path", flat=True)
    )
    return {**leads, **{path: Lead.THERE for path, kept in old.items() if kept in known}}
