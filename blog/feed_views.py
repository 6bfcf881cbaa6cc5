from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.db.models.functions import MD5
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from blog.feeds import NOTHING_YET, Channel, as_atom, as_json
from blog.models import Article, Series
from practice.addresses import absolute
from practice.figures import counting
from practice.models import PracticeProfile

Writer = Callable[[Channel, list[Article], str], str]
ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"
WRITTEN_AS = 1  # rises when feeds are written differently, so that readers fetch them anew


@require_safe
def atom(request: HttpRequest, slug: str = "") -> HttpResponse:
    return _answer(request, _channel(slug), as_atom, ATOM)


@require_safe
def json_feed(request: HttpRequest, slug: str = "") -> HttpResponse:
    return _answer(request, _channel(slug), as_json, JSON)


def _channel(slug: str) -> Channel:
    practice = PracticeProfile.objects.current()
    if not slug:
        return Channel(practice)
    public = Series.objects.with_published_parts(timezone.now())
    return Channel(practice, get_object_or_404(public, slug=slug))


def _answer(
    request: HttpRequest, channel: Channel, write: Writer, content_type: str
) -> HttpResponse:
    """Answer 304 from a few dates and names; texts are fetched only for who has not got them."""
    now = timezone.now()
    etag, changed = _state(channel, now)
    response = get_conditional_response(request, etag, int(changed.timestamp()))
    if response is None:
        text = write(channel, list(channel.newest(now)), absolute(request.path))
        response = HttpResponse(text, content_type=content_type)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed.timestamp())
    counting.count_fetch(request.META)
    return response


def _state(channel: Channel, now: datetime) -> tuple[str, datetime]:
    """Return a tag of all that the feed is made of, and when the newest of it came.

    The texts are in it by themselves: they are rendered anew without a change of their date.
    """
    seen = ["pk", "slug", "updated_at", "publish_at", "fetched_topics"]
    rows = list(channel.newest(now).values_list(*seen, MD5("body_html")))
    made_of = (WRITTEN_AS, channel.page, channel.title, channel.description, rows)
    tag = sha256(repr(made_of).encode()).hexdigest()[:32]
    changes = [moment for row in rows for moment in row[2:4]]
    return quote_etag(tag), max(changes, default=NOTHING_YET)
