import re

import nh3

TAGS = {
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "cite", "em", "strong", "a", "br", "hr",
    "sup", "sub", "table", "thead", "tbody", "tr", "th", "td", "caption", "abbr",
    "figure", "img", "figcaption", "footnote",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "th": {"scope"},
    "ol": {"start"},
    "img": {"data-image"},  # a picture is named by its number in the library, never by an address
}
SCHEMES = {"https", "http", "mailto", "tel"}

# Control signs, lone surrogates and non-characters: nobody types them, and parsers trip over them.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What a browser takes for "//host/…": it skips spaces before it and line ends inside it.
HOST_WITHOUT_SCHEME = re.compile(r"[\x00-\x20]*[/\\][\t\r\n]*[/\\]")
IMAGE_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
IMAGE_WITHOUT_NUMBER = "<img>"  # as nh3 writes one that has lost all its attributes


def sanitised(typed: str) -> str:
    """Return `typed` with every tag and attribute removed that an article may not have."""
    clean = nh3.clean(
        UNREADABLE.sub("", typed),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_what_it_says_it_is,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return clean.replace(IMAGE_WITHOUT_NUMBER, "").strip()


def _what_it_says_it_is(tag: str, attribute: str, value: str) -> str | None:
    # nh3 lets "//host/…" pass, which is an address elsewhere without saying so.
    if attribute == "href" and HOST_WITHOUT_SCHEME.match(value):
        return None
    if attribute == "data-image" and not IMAGE_NUMBER.fullmatch(value):
        return None
    return value
