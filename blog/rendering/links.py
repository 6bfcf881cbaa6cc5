from lxml.html import HtmlElement

from blog.rendering.plain_text import plain_text

SAYS_ITS_ADDRESS = "address"  # on paper, the address of any other link is printed after it


def mark_links(root: HtmlElement) -> None:
    """Links elsewhere give no way back to us; those whose words are their address say so."""
    for link in root.iter("a"):
        address = link.get("href", "").strip()
        if not address.lower().startswith(("http:", "https:")):
            continue
        link.set("rel", "noopener")
        if _bare(plain_text(link)) == _bare(address):
            link.set("class", SAYS_ITS_ADDRESS)


def _bare(address: str) -> str:
    return address.lower().removeprefix("https:").removeprefix("http:").strip("/")
