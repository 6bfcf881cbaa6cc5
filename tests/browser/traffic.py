"""What a browser really fetched for a page, as Chromium's own network log has it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser


@dataclass
class Traffic:
    kinds: list[str] = field(default_factory=list)  # Document, Stylesheet, Script, Image, …
    hosts: set[str] = field(default_factory=set)  # with port
    bytes_on_the_wire: int = 0  # with headers, and with the favicon
    cookies: list[Any] = field(default_factory=list)
    bytes_of: dict[str, int] = field(default_factory=dict)  # by kind, without the favicon
    _kind_of: dict[str, str] = field(default_factory=dict)

    def note_request(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].endswith("/favicon.ico"):  # the browser's own wish, not ours
            self.kinds.append(event["type"])
            self._kind_of[event["requestId"]] = event["type"]
        self.hosts.add(urlsplit(event["request"]["url"]).netloc)

    def note_end(self, event: dict[str, Any]) -> None:
        self.bytes_on_the_wire += int(event["encodedDataLength"])
        if kind := self._kind_of.get(event["requestId"]):
            self.bytes_of[kind] = self.bytes_of.get(kind, 0) + int(event["encodedDataLength"])


def traffic_of(browser: Browser, url: str, *, timezone: str | None = None) -> Traffic:
    """Load `url` in a browser that has cached nothing, and say what it fetched."""
    traffic = Traffic()
    context = browser.new_context(timezone_id=timezone)
    page = context.new_page()
    log = context.new_cdp_session(page)
    log.send("Network.enable")
    log.on("Network.requestWillBeSent", traffic.note_request)
    log.on("Network.loadingFinished", traffic.note_end)
    page.goto(url, wait_until="networkidle")
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    traffic.cookies = context.cookies()
    context.close()
    return traffic
