"""What the editor keeps by itself while somebody writes. Visitors never see any of it.

It is one row beside the article (`one_autosave_per_article`): the article, its date of change and
its address are left alone, and a save at the desk removes it.
"""

from datetime import datetime

from django.db import transaction

from blog.models import Article, Revision
from blog.models.revised import Text
from practice.models import User


class SavedMeanwhileError(Exception):
    """The article was saved after the page was opened on which this was typed."""


def base_of(article: Article) -> int:
    """What a page that is opened now is based on: the number of the newest revision, or 0."""
    newest = article.revisions.kept().first()
    return newest.pk if newest else 0


@transaction.atomic
def keep(article: Article, text: Text, *, based_on: int, now: datetime, by: User) -> None:
    """Keep `text` in place of what was kept before; what was saved already is not kept twice.

    Raises SavedMeanwhileError where `based_on` is not the newest any more: a request that was on
    its way while the article was saved must not bring an older text back.
    """
    Article.objects.select_for_update().only("pk").get(pk=article.pk)
    if base_of(article) != based_on:
        raise SavedMeanwhileError
    if article.revisions.newest_text() == text:
        discard(article)
        return
    Revision.objects.update_or_create(
        article=article,
        autosaved=True,
        defaults={**text._asdict(), "saved_at": now, "saved_by": by},
    )


def kept_for(article: Article) -> Revision | None:
    """What was kept and never saved, if it is newer than what was saved."""
    autosaved: Revision | None = article.revisions.autosaved().first()
    newest = article.revisions.kept().first()
    if autosaved and newest and autosaved.saved_at < newest.saved_at:
        return None
    return autosaved


def discard(article: Article) -> None:
    article.revisions.autosaved().delete()
