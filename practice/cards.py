"""The picture that goes with a link to an article where people share it (Open Graph).

One font, which is committed: practice/fonts/, under the SIL Open Font License.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630  # pixels, as the places where links are shared expect it
LOOK = 1  # rises when cards are drawn differently, so that all are drawn anew

FONT = Path(__file__).resolve().parent / "fonts" / "Vollkorn-SemiBold.ttf"
PAPER, INK, QUIET, ACCENT = "#faf7f1", "#232e2b", "#47534f", "#10493f"  # static/css/tokens.css
COLOURS = 32  # enough for the edges of letters, and a third of the bytes
EDGE = 80  # pixels around the words
MEASURE = WIDTH - 2 * EDGE  # pixels of a line
BAR = 20  # pixels of the bar at the left
SMALL = 34  # pixels of type: the line above the title and the name below it
SIZES = range(88, 35, -4)  # pixels of type for the title: the largest that fits is taken
LEADING = 1.18  # of the size of type, from line to line
TOP, BOTTOM = 155, 480  # pixels from above, between which the title stands
NOT_IN_ANY_FONT = "\U0010ffff"

Font = ImageFont.FreeTypeFont


class Words(NamedTuple):
    """What a card says."""

    title: str
    above: str  # the series and the part, or ""
    name: str  # of the practice


class Block(NamedTuple):
    """A title as it is set."""

    lines: list[str]
    size: int

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


def drawn(words: Words) -> bytes:
    """Return the card as PNG."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, BAR, HEIGHT), fill=ACCENT)
    _write_title(pen, _set(in_the_font(words.title)))
    small = font(SMALL)
    above = _shortened(in_the_font(words.above), small)
    pen.text((EDGE, EDGE + SMALL), above, fill=QUIET, font=small, anchor="ls")
    name = _shortened(in_the_font(words.name), small)
    pen.text((EDGE, HEIGHT - EDGE), name, fill=ACCENT, font=small, anchor="ls")
    return _as_png(card)


def _write_title(pen: ImageDraw.ImageDraw, block: Block) -> None:
    top = (TOP + BOTTOM - block.height) / 2
    for number, line in enumerate(block.lines):
        middle = top + (number + 0.5) * block.size * LEADING
        pen.text((EDGE, middle), line, fill=INK, font=font(block.size), anchor="lm")


def _as_png(card: Image.Image) -> bytes:
    few = card.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def font(size: int) -> Font:
    return ImageFont.truetype(FONT, size)


def in_the_font(text: str) -> str:
    """Return `text` without signs that the font has no picture of, and without breaks."""
    return " ".join("".join(sign for sign in text if sign.isspace() or _is_there(sign)).split())


@cache
def _is_there(sign: str) -> bool:
    return sign.isprintable() and _picture(sign) != _picture(NOT_IN_ANY_FONT)


def _picture(sign: str) -> bytes:
    return bytes(font(SMALL).getmask(sign))


def _set(title: str) -> Block:
    """Set `title` as large as fits without breaking a word; in the smallest type, break and cut."""
    for size in SIZES:
        type_ = font(size)
        if _widest_word(title, type_) > MEASURE:
            continue
        block = Block(_lines(title, type_, MEASURE), size)
        if block.height <= BOTTOM - TOP:
            return block._replace(lines=_balanced(block.lines, type_))
    return Block(_cut(_lines(title, font(SIZES[-1]), MEASURE)), SIZES[-1])


def _widest_word(text: str, type_: Font) -> float:
    return max((type_.getlength(word) for word in text.split()), default=0)


def _lines(text: str, type_: Font, width: float) -> list[str]:
    """Fill lines of at most `width` pixels. A word that is wider by itself is broken."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if type_.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines += _pieces(word, type_, width)
    return [line for line in lines if line]


def _pieces(word: str, type_: Font, width: float) -> list[str]:
    if type_.getlength(word) <= width:
        return [word]
    pieces = [""]
    for sign in word:
        if pieces[-1] and type_.getlength(f"{pieces[-1]}{sign}-") > width:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _balanced(lines: list[str], type_: Font) -> list[str]:
    """Return the same words in as many lines, all about equally long."""
    text = " ".join(lines)
    narrow, wide = _widest_word(text, type_), float(MEASURE)
    while wide - narrow > 8:  # pixels
        width = (narrow + wide) / 2
        tighter = _lines(text, type_, width)
        if len(tighter) == len(lines):
            lines, wide = tighter, width
        else:
            narrow = width
    return lines


def _cut(lines: list[str]) -> list[str]:
    most = int((BOTTOM - TOP) / (SIZES[-1] * LEADING))
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def _shortened(text: str, type_: Font) -> str:
    """Return as much of `text` as fits on one line."""
    if type_.getlength(text) <= MEASURE:
        return text
    while text and type_.getlength(f"{text}…") > MEASURE:
        text = text[:-1]
    return f"{text.rstrip(' .,;:·')}…"
