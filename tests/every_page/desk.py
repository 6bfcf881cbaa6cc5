"""What the therapist sees at her desk, and of the site while she is signed in."""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import reverse

from blog.models import Article, Series
from practice.models import Helpline, Image, Page, Redirect
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in
from tests.live_site import LiveSite
from tests.visitor import Visitor

LISTS = {
    "articles": "/admin/blog/article/",
    "series": "/admin/blog/series/",
    "topics": "/admin/blog/topic/",
    "snippets": "/admin/contact/snippet/",
    "audit": "/admin/practice/auditline/",
    "helplines": "/admin/practice/helpline/",
    "holidays": "/admin/practice/holiday/",
    "pictures": "/admin/practice/image/",
    "mails": "/admin/practice/outboxmail/",
    "pages": "/admin/practice/page/",
    "redirects": "/admin/practice/redirect/",
}
ADDED = [
    "articles",
    "series",
    "topics",
    "snippets",
    "helplines",
    "holidays",
    "pictures",
    "redirects",
]


def documents(site: LiveSite) -> Iterator[Document]:
    therapist = signed_in(site)
    yield from fetched(
        therapist,
        {
            "desk": "/admin/",
            "desk, settings": "/admin/settings/",
            "desk, profile": "/admin/practice/practiceprofile/1/change/",
            "desk, password": "/admin/password_change/",
        },
    )
    yield from fetched(therapist, {f"desk, {name}": path for name, path in LISTS.items()})
    yield from fetched(therapist, {f"desk, {name}, new": f"{LISTS[name]}add/" for name in ADDED})
    yield from fetched(therapist, _rows())
    yield from fetched(therapist, {"article, with a way to edit it": "/articles/everything/"})
    yield _asked(therapist)
    yield from _refused(therapist)


def _rows() -> dict[str, str]:
    draft = Article.objects.get(slug="after-the-quarrel")
    read = Article.objects.get(slug="everything")
    rows: dict[str, Model] = {
        "draft": draft,
        "article": read,
        "series with parts": Series.objects.get(slug="interpersonal-neurobiology"),
        "helpline": Helpline.objects.all()[0],
        "picture": Image.objects.all()[0],
        "page": Page.objects.get(slug="about"),
        "redirect": Redirect.objects.get(),
    }
    helpline = reverse("admin:practice_helpline_delete", args=[rows["helpline"].pk])
    return {
        "desk, to be deleted": helpline,
        "desk, history": helpline.replace("delete", "history"),
        "desk, how it looks": f"{LISTS['articles']}{draft.pk}/look/",
        "desk, versions": f"{LISTS['articles']}{draft.pk}/versions/",
        "desk, one version": f"{LISTS['articles']}{read.pk}/versions/",
    } | {f"desk, {name}": _change(row) for name, row in rows.items()}


def _change(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _asked(therapist: Visitor) -> Document:
    """A draft without a summary that is about to be public."""
    change = _change(Article.objects.get(slug="hidden-part"))
    therapist.get(change)
    typed = {"title": "Hidden part", "body": "<p>Some text.</p>", "status": "published"}
    answer = therapist.press(change, **typed)
    assert "Publish all the same" in answer.text
    return document("desk, asked before publishing", change, answer, 200)


def _refused(therapist: Visitor) -> Iterator[Document]:
    """An address that leads elsewhere, and a picture without a file."""
    redirects, pictures = (f"{LISTS[name]}add/" for name in ("redirects", "pictures"))
    therapist.get(redirects)
    answer = therapist.press(redirects, old_path="/once/", new_path="//elsewhere/")
    yield document("desk, redirect refused", redirects, answer, 200)
    yield document("desk, picture refused", pictures, therapist.press(pictures), 422)
