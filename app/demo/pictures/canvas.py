"""A canvas in street units (1,400 wide, 1,050 high, 100 to the metre at the shop fronts)."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from app.demo.pictures.fonts import font, writable

WIDTH, HEIGHT = 1400, 1050
# Drawn larger than shown: Pillow's lines are not smoothed, shrinking smooths them.
SCALE = 1.15

Colour = tuple[int, int, int]
Paint = tuple[int, ...]
Spot = tuple[float, float]


def shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


class Canvas:
    def __init__(self, image: Image.Image | None = None) -> None:
        self.image = image or Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)))
        # RGBA drawing on an RGB picture blends: shadows and glass need it.
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def copy(self) -> "Canvas":
        return Canvas(self.image.copy())

    def box(self, x: float, y: float, width: float, height: float, fill: Paint, round_by: float = 0) -> None:
        corners = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
        if round_by:
            self.draw.rounded_rectangle(corners, round_by * SCALE, fill)
        else:
            self.draw.rectangle(corners, fill)

    def shape(self, spots: Sequence[Spot], fill: Paint) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in spots], fill)

    def disc(self, x: float, y: float, across: float, down: float, fill: Paint) -> None:
        self.draw.ellipse(_around(x, y, across, down), fill)

    def ring(self, x: float, y: float, radius: float, colour: Paint, width: float) -> None:
        self.draw.ellipse(_around(x, y, radius, radius), outline=colour, width=_thick(width))

    def line(self, spots: Sequence[Spot], colour: Paint, width: float = 1) -> None:
        self.draw.line([(x * SCALE, y * SCALE) for x, y in spots], colour, _thick(width), joint="curve")

    def fade(self, y: float, height: float, top: Colour, bottom: Colour) -> None:
        """A full-width band running from one colour into the other."""
        ramp = Image.new("RGB", (1, 2))
        ramp.putdata([top, bottom])
        column = ramp.resize((1, round(height * SCALE)), Image.Resampling.BILINEAR)
        # Smoothing across a width where nothing changes would take most of the time of a picture.
        band = column.resize((self.image.width, column.height), Image.Resampling.NEAREST)
        self.image.paste(band, (0, round(y * SCALE)))

    def write(self, x: float, y: float, text: str, size: float, colour: Paint, fit: float = 0) -> None:
        """Centred on x, y; made smaller until it fits the given width."""
        words, pixels = writable(text), size * SCALE
        if fit:
            pixels = min(pixels, pixels * fit * SCALE / max(1, font(round(pixels)).getlength(words)))
        self.draw.text((x * SCALE, y * SCALE), words, colour, font(max(8, round(pixels))), anchor="mm")

    def shadow(self, x: float, y: float, across: float, down: float = 0) -> None:
        self.disc(x, y, across, down or across * 0.16, (20, 22, 30, 90))


def _around(x: float, y: float, across: float, down: float) -> tuple[float, float, float, float]:
    return (x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE


def _thick(width: float) -> int:
    return max(1, round(width * SCALE))
