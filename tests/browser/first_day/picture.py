"""The picture in her Word document, drawn here."""

from PIL import Image, ImageDraw, ImageFilter

NIGHT, WALL, LIGHT, FRAME = (38, 52, 74), (74, 84, 104), (250, 214, 150), (24, 32, 46)


def a_lamp(width: int = 900, height: int = 560) -> Image.Image:
    """A window at night, and a lamp before it."""
    glow = Image.new("L", (width, height))
    ImageDraw.Draw(glow).ellipse((470, 120, 890, 540), fill=150)
    light = Image.new("RGB", (width, height), LIGHT)
    room = Image.composite(light, _wall(width, height), glow.filter(ImageFilter.GaussianBlur(90)))
    pen = ImageDraw.Draw(room)
    pen.polygon([(610, 300), (750, 300), (715, 190), (645, 190)], fill=LIGHT)
    pen.rectangle((674, 300, 686, 480), fill=FRAME)
    pen.rectangle((0, 480, width, height), fill=FRAME)
    return room


def _wall(width: int, height: int) -> Image.Image:
    wall = Image.new("RGB", (width, height), WALL)
    pen = ImageDraw.Draw(wall)
    pen.rectangle((110, 70, 430, 400), fill=NIGHT, outline=FRAME, width=14)
    pen.line((270, 70, 270, 400), fill=FRAME, width=10)
    pen.line((110, 235, 430, 235), fill=FRAME, width=10)
    pen.ellipse((325, 110, 365, 150), fill=(232, 232, 214))
    return wall
