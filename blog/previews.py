"""Links by which somebody without an account reads what is not public yet.

The link holds a signed id and nothing else; whether it still opens is decided by its row, so it can
be revoked. A forged, an expired and a revoked one are answered alike.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog.models import Article, PreviewLink
from blog.reading import as_if_published
from blog.views import article_context
from practice.addresses import absolute

OPEN_FOR = timedelta(days=7)

_signer = Signer(salt="blog.previews", sep=".")


def new_link(article: Article, now: datetime, *, open_for: timedelta = OPEN_FOR) -> PreviewLink:
    return PreviewLink.objects.create(article=article, created_at=now, expires_at=now + open_for)


def address_of(link: PreviewLink) -> str:
    """The whole address, as it is sent to a colleague."""
    token = _signer.sign(link.pk.hex)
    return absolute(reverse("blog:preview", args=[token]))


def open_link(token: str, now: datetime) -> PreviewLink:
    """Return what `token` opens. Raises Http404 where it opens nothing, for whatever reason."""
    try:
        link = UUID(hex=_signer.unsign(token))
    except (BadSignature, ValueError):
        raise Http404 from None
    found = PreviewLink.objects.open_at(now).filter(pk=link).first()
    if found is None:
        raise Http404
    return found


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the saved text as it would be read; what is public by now has an address of its own."""
    now = timezone.now()
    link = open_link(token, now)
    reading = as_if_published(link.article_id, now)
    if reading.article.is_published(now):
        return _unnoticed(redirect(reading.article))
    context = article_context(reading, now) | {"open_until": link.expires_at}
    return _unnoticed(render(request, "blog/preview.html", context))


def _unnoticed(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it, finds it, or learns its address from a link that is followed."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
