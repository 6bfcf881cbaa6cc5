"""An article's text for where it is read away from the site: every address in it is whole."""

from urllib.parse import urljoin

from django.utils.html import format_html
from lxml.html import HtmlElement

from blog.models import Article
from blog.rendering.tree import parsed, written
from practice.addresses import absolute


def full_text(article: Article) -> str:
    """Return the text as HTML. A sensitive one opens with what it is about, as on its page."""
    root = parsed(article.body_html)
    base = absolute(article.get_absolute_url())
    for element in root.iter():
        _make_absolute(element, base)
    return _opening(article) + written(root)


def _make_absolute(element: HtmlElement, base: str) -> None:
    for name in ("href", "src"):
        if element.get(name) is not None:
            element.set(name, urljoin(base, element.get(name).strip()))
    if element.get("srcset") is not None:
        candidates = element.get("srcset").split(",")
        element.set("srcset", ", ".join(urljoin(base, one.strip()) for one in candidates))


def _opening(article: Article) -> str:
    return format_html("<p>{}</p>", article.about_line) if article.about_line else ""
