"""What a reader sees."""

from collections.abc import Iterator

from blog.models import PreviewLink
from blog.previews import address_of
from tests.every_page.documents import Document, fetched
from tests.live_site import LiveSite
from tests.visitor import Visitor

PAGES = {
    "home": "/",
    "articles": "/articles/",
    "articles, page 2": "/articles/?page=2",
    "part before another": "/articles/interpersonal-neurobiology-foundations/",
    "part before a planned one": "/articles/trauma-and-relationships/",
    "article with everything": "/articles/everything/",
    "article alone": "/articles/first-conversation/",
    "sensitive article": "/articles/when-home-is-not-safe/",
    "all series": "/series/",
    "series": "/series/interpersonal-neurobiology/",
    "series without a summary": "/series/without-a-summary/",
    "topic": "/topics/many/",
    "topic, page 2": "/topics/many/?page=2",
    "about": "/about/",
    "fees": "/fees/",
    "privacy": "/privacy/",
    "urgent help": "/urgent-help/",
    "search": "/search/",
    "search with results": "/search/?q=trauma",
    "search, page 2": "/search/?q=plenty&page=2",
    "search with a slip": "/search/?q=nervus+sistem",
    "search without result": "/search/?q=xylophone",
    "search for signs": "/search/?q=%22%3E%3Cscript%3E%26%27%00%F0%9F%98%80",
    "search for too much": f"/search/?q={'trauma+' * 1_400}",
}


def documents(site: LiveSite) -> Iterator[Document]:
    yield from fetched(Visitor(site), PAGES)
    address = address_of(PreviewLink.objects.get())
    token = address.partition("/preview/")[2]
    yield from fetched(Visitor(site), {"preview": f"/preview/{token}"})
