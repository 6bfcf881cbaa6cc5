"""Which articles have a card, and when it is drawn anew.

What a card says changes without its article being saved: a series is renamed, a part before it is
published by the clock. So cards are not drawn on events but brought up to date: after each save the
card of that article, and by the worker all of them. A card's name is a keyed hash of what it says,
so nobody can guess the one of an article that is only scheduled.
"""

import os
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from blog.models import Article, Series
from blog.models.series import shown_parts
from blog.publishing import PUBLIC_FROM_ITS_TIME
from practice.cards import LOOK, Words, drawn
from practice.models import PracticeProfile
from practice.models.profile import NotSetUpError

FOLDER = "cards"  # below MEDIA_ROOT
DRAWN_AT_ONCE = 20  # by the worker in one round: two seconds, while mail waits
STRAY_AFTER = timedelta(hours=1)  # a younger file may be one that is just being put in its place


def refresh(article: Article, now: datetime) -> None:
    """Bring the card of one article up to date, as it is stored; sets `article.card`."""
    stored = Article.objects.for_lists().select_related("series").filter(pk=article.pk).first()
    if stored is not None:
        _bring_up_to_date(stored, _name(), now)
        article.card = stored.card


def refresh_all(now: datetime, *, most: int = DRAWN_AT_ONCE) -> int:
    """Bring up to date what is not, newest first. Returns how many changed, at most `most`."""
    has_or_wants = Q(status__in=PUBLIC_FROM_ITS_TIME) | ~Q(card="")
    articles = Article.objects.filter(has_or_wants).for_lists().with_part_numbers(now)
    name, changed = _name(), 0
    for article in articles.newest_first().iterator(chunk_size=500):
        changed += _bring_up_to_date(article, name, now)
        if changed == most:
            break
    return changed


def remove_strays(now: datetime) -> int:
    """Remove files that no article names any more: it was deleted, or a process was killed."""
    named = set(Article.objects.exclude(card="").values_list("card", flat=True))
    files = [file for file in _file(FOLDER).glob("*") if f"{FOLDER}/{file.name}" not in named]
    strays = [file for file in files if file.stat().st_mtime < (now - STRAY_AFTER).timestamp()]
    for stray in strays:
        stray.unlink(missing_ok=True)
    return len(strays)


def _bring_up_to_date(article: Article, name: str, now: datetime) -> bool:
    """Return whether anything had to be done."""
    before, after = article.card, ""
    if article.status in PUBLIC_FROM_ITS_TIME:
        words = Words(article.title, _part_line(article, now), name)
        after = _path(article, words)
        if not _file(after).exists():
            _write(_file(after), drawn(words))
        elif after == before:
            return False
    rows = Article.objects.filter(pk=article.pk, card=before)
    article.card = after
    if rows.update(card=after) and before not in ("", after):
        transaction.on_commit(partial(_file(before).unlink, missing_ok=True), robust=True)
    return True


def _name() -> str:
    try:
        return PracticeProfile.objects.current().name
    except NotSetUpError:
        return ""


def _part_line(article: Article, now: datetime) -> str:
    """The part, as visitors count once they can read it, and the series; "" for a single one."""
    if article.series is None:
        return ""
    series, then = article.series, max(now, article.publish_at or now)
    if then > now or not hasattr(series, "shown_parts"):
        also = shown_parts(then, also=article.pk)
        series = Series.objects.prefetch_related(also).get(pk=series.pk)
    part = series.parts(then).place_of(article)
    line = _("Part %(number)d") % {"number": part.number} if part else ""
    return " · ".join(filter(None, [line, series.title]))


def _path(article: Article, words: Words) -> str:
    says = "\n".join([str(LOOK), *words])
    digest = salted_hmac("blog.cards", says, algorithm="sha256").hexdigest()[:32]
    return f"{FOLDER}/{article.pk}-{digest}.png"


def _file(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path


def _write(file: Path, content: bytes) -> None:
    """Write it whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}.half")
    half.write_bytes(content)
    half.replace(file)
