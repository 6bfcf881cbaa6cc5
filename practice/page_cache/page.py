"""A finished page, in every compression, with its answer to those who have it already."""

import gzip
import hashlib
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli  # type: ignore[import-untyped]

from practice.page_cache.negotiation import BROTLI, GZIP, IDENTITY, coding_for, is_known
from practice.page_cache.rendering import Headers, Rendered

# What a 304 repeats (RFC 9110, section 15.4.5). The rest the browser has, and cannot be out of
# date: the tag stands for the headers too.
OF_NOT_MODIFIED = {"cache-control", "content-location", "etag", "expires", "last-modified", "vary"}
QUICK, FINEST = 5, 11  # brotli; the finest is a sixth smaller and takes ten times as long
FINEST_UP_TO = 128 * 1024  # bytes: about a third of a second
FRESH_FOR = 1.0  # seconds
OVERHEAD = 4096  # bytes that a page takes beside its bodies, roughly


@dataclass(frozen=True, slots=True)
class Form:
    """The page in one content coding."""

    body: bytes
    headers: Headers


class Page:
    """A response that any number of visitors get. `stale_at` and `used_at` are its only changes."""

    __slots__ = (
        "_forms", "_is_finest", "_last_modified", "_not_modified", "_status", "_tag",
        "stale_at", "used_at", "weight",
    )  # fmt: skip

    def __init__(self, rendered: Rendered, *, before: "Page | None", now: float) -> None:
        """Compress it, unless the copy `before` was the same and is compressed already.

        `now` is when its rendering began: what it says was true then.
        """
        headers = _to_be_sent(rendered)
        self._status, self._tag = rendered.status, dict(headers).get("ETag", "")
        self._last_modified = rendered.header("last-modified")
        self._not_modified = [it for it in headers if it[0].lower() in OF_NOT_MODIFIED]
        same = before if before is not None and before._tag == self._tag else None
        self._is_finest = same is not None
        self._forms: dict[str, Form] = (
            same._forms
            if same is not None and same._is_finest
            else _compressed(rendered.body, headers, finely=self._is_finest)
        )
        self.stale_at, self.used_at = now + FRESH_FOR, now
        self.weight = OVERHEAD + sum(len(form.body) for form in self._forms.values())

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Answer a GET or HEAD. The headers are copied: a server may add to what it is given."""
        if is_known(environ, self._tag, self._last_modified):
            start_response("304 Not Modified", self._not_modified.copy())
            return []
        forms = self._forms
        form = forms.get(coding_for(environ)) or forms[IDENTITY]
        start_response(self._status, form.headers.copy())
        return [form.body] if environ["REQUEST_METHOD"] == "GET" else []


def _compressed(body: bytes, headers: Headers, *, finely: bool) -> dict[str, Form]:
    """Finely only what was asked for again: who reads ten thousand pages once waits less."""
    quality = FINEST if finely and len(body) <= FINEST_UP_TO else QUICK
    bodies = {
        BROTLI: brotli.compress(body, quality=quality),
        GZIP: gzip.compress(body, mtime=0),
    }
    forms = {
        coding: Form(short, [*headers, ("Content-Encoding", coding), _length(short)])
        for coding, short in bodies.items()
        if len(short) < len(body)
    }
    return forms | {IDENTITY: Form(body, [*headers, _length(body)])}


def _to_be_sent(rendered: Rendered) -> Headers:
    """The headers of every form, but for those that say which form it is."""
    headers = [it for it in rendered.headers if it[0].lower() not in ("content-length", "etag")]
    if "accept-encoding" not in rendered.header("vary").lower():
        headers.append(("Vary", "Accept-Encoding"))
    if not rendered.may_be_kept:
        return headers  # and no tag: an error or a redirect is nothing that one can have already
    if not rendered.header("cache-control"):
        # A browser, and a proxy on the way, may keep it but asks each time whether it is the same.
        headers.append(("Cache-Control", "no-cache"))
    return [*headers, ("ETag", _tag(headers, rendered.body))]


def _tag(headers: Headers, body: bytes) -> str:
    """Weak, because it is the same for every coding: they differ to the byte, not to a reader."""
    digest = hashlib.blake2b(repr(headers).encode() + body, digest_size=12)
    return f'W/"{digest.hexdigest()}"'


def _length(body: bytes) -> tuple[str, str]:
    return "Content-Length", str(len(body))
