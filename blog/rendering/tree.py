from lxml import html
from lxml.html import HtmlElement


def parsed(inner: str) -> HtmlElement:
    """Return sanitised HTML as a tree, in a <div> of its own."""
    # Without huge_tree, libxml2 silently drops what is nested deeper than 256.
    parser = html.HTMLParser(huge_tree=True)
    return html.fragment_fromstring(f"<div>{inner}</div>", parser=parser)


def written(root: HtmlElement) -> str:
    """Return what is in the <div> as HTML."""
    inner: str = html.tostring(root, encoding="unicode")
    inner = inner.removeprefix("<div>").removesuffix("</div>")
    return inner.replace("</source>", "")  # libxml2 does not know that it is void
