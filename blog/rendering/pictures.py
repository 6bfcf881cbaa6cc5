"""Pictures: written as <figure><img data-image="12"></figure>, shown in the sizes there are."""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from lxml import etree
from lxml.html import HtmlElement

if TYPE_CHECKING:
    from practice.models import Image

WRITTEN = 'data-image="%d"'  # as the sanitiser writes it, whatever was typed
NUMBER = re.compile(r'data-image="([1-9][0-9]{0,8})"')
SIZES = "(min-width: 42rem) 38rem, 92vw"  # --measure, or what --edge leaves: static/css/tokens.css


def image_numbers(clean: str) -> set[int]:
    """Return the numbers of the pictures that a sanitised text shows."""
    return {int(number) for number in NUMBER.findall(clean)}


def show_pictures(root: HtmlElement, images: "Mapping[int, Image]") -> None:
    """Show each picture of the library; one that is not in `images` goes, with its caption."""
    eager = _before_the_second_paragraph(root)
    for typed in list(root.iter("img")):
        image = images.get(int(typed.get("data-image")))
        if image is None:
            _leave_out(typed)
        else:
            _show(typed, image, lazy=typed is not eager)


def _before_the_second_paragraph(root: HtmlElement) -> HtmlElement | None:
    """Return the first picture if it is likely to be seen at once, and so should not wait."""
    first = next(root.iter("img"), None)
    above = list(takewhile(lambda element: element is not first, root.iter("p", "img")))
    return first if len(above) < 2 else None


def _leave_out(typed: HtmlElement) -> None:
    figure = next(typed.iterancestors("figure"), None)
    typed.drop_tree()
    if figure is not None and next(figure.iter("img"), None) is None:
        figure.drop_tree()


def _show(typed: HtmlElement, image: "Image", *, lazy: bool) -> None:
    picture = typed.makeelement("picture")
    typed.addprevious(picture)
    typed.drop_tree()
    avif = {"type": "image/avif", "srcset": _srcset(image, "avif"), "sizes": SIZES}
    etree.SubElement(picture, "source", avif)
    jpeg = {"src": image.address(image.usual_width, "jpg"), "srcset": _srcset(image, "jpg")}
    shown = etree.SubElement(picture, "img", jpeg | {"sizes": SIZES, "alt": image.alt})
    shown.set("width", str(image.width))
    shown.set("height", str(image.height))
    if lazy:
        shown.set("loading", "lazy")
    if image.credit:
        _give_credit(picture, image.credit)


def _srcset(image: "Image", kind: str) -> str:
    return ", ".join(f"{image.address(width, kind)} {width}w" for width in image.widths)


def _give_credit(picture: HtmlElement, credit: str) -> None:
    figure = next(picture.iterancestors("figure"), None)
    if figure is None:
        return
    caption = figure.find("figcaption")
    if caption is None:
        caption = etree.SubElement(figure, "figcaption")
    etree.SubElement(caption, "small").text = _("Picture: %(credit)s") % {"credit": credit}
