"""What a request header asks of a finished page: its compression, and whether it is known."""

from functools import lru_cache
from wsgiref.types import WSGIEnvironment

from django.utils.http import parse_etags, parse_http_date_safe

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
PREFERRED = (BROTLI, GZIP)  # where both are as welcome
HEADERS_REMEMBERED = 64
LONGEST_HEADER = 256  # characters; browsers send about twenty


def coding_for(environ: WSGIEnvironment) -> str:
    """Return the content coding that the visitor likes best (RFC 9110, section 12.5.3)."""
    header = environ.get("HTTP_ACCEPT_ENCODING")
    if not header or len(header) > LONGEST_HEADER:
        return IDENTITY
    return _best(header)


@lru_cache(HEADERS_REMEMBERED)
def _best(header: str) -> str:
    weights = dict(map(_weight, header.lower().split(",")))
    others = weights.get("*", 0.0)
    liked = {coding: weights.get(coding, others) for coding in PREFERRED}
    best = max(PREFERRED, key=lambda coding: liked[coding])
    # Uncompressed is always acceptable, and wins only where it was expressly liked better.
    if liked[best] <= 0 or liked[best] < weights.get(IDENTITY, 0.0):
        return IDENTITY
    return best


def _weight(part: str) -> tuple[str, float]:
    coding, *parameters = (piece.strip() for piece in part.split(";"))
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        if name.strip() == "q":
            return coding, _quality(value.strip())
    return coding, 1.0


def _quality(value: str) -> float:
    """What is no number from 0 to 1 is as good as a refusal: uncompressed is right for everyone."""
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def is_known(environ: WSGIEnvironment, tag: str, last_modified: str) -> bool:
    """Whether the visitor has this page already (RFC 9110, section 13.2.2): 304 is enough then.

    `tag` is empty where there is no page to have.
    """
    if not tag:
        return False
    named = environ.get("HTTP_IF_NONE_MATCH")
    if named is not None:
        return named == tag or _names(named, tag)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return bool(since) and not _is_later(last_modified, str(since))


def _names(header: str, tag: str) -> bool:
    """The weak comparison: the same page, in whichever coding it was sent."""
    tags = parse_etags(header)
    return tags == ["*"] or tag.removeprefix("W/") in {it.removeprefix("W/") for it in tags}


def _is_later(last_modified: str, since: str) -> bool:
    changed, known = parse_http_date_safe(last_modified), parse_http_date_safe(since)
    return changed is None or known is None or changed > known
