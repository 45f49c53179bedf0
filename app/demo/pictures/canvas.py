"""A canvas in street units (1,400 wide, 1,050 high, 100 to the metre at the shop fronts)."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from app.core.fonts import font, writable

WIDTH, HEIGHT = 1400, 1050

Colour = tuple[int, int, int]
Paint = tuple[int, ...]
Spot = tuple[float, float]


def shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


class Canvas:
    """Drawn at the size it is shown at: shrinking would smooth edges, and take longer than all the rest."""

    def __init__(self, scale: float, image: Image.Image | None = None) -> None:
        self.scale = scale
        self.image = image or Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)))
        # RGBA drawing on an RGB picture blends: shadows and glass need it.
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def copy(self) -> "Canvas":
        return Canvas(self.scale, self.image.copy())

    def box(self, x: float, y: float, width: float, height: float, fill: Paint, round_by: float = 0) -> None:
        corners = self._corners(x, y, x + width, y + height)
        if round_by:
            self.draw.rounded_rectangle(corners, round_by * self.scale, fill)
        else:
            self.draw.rectangle(corners, fill)

    def shape(self, spots: Sequence[Spot], fill: Paint) -> None:
        self.draw.polygon(self._spots(spots), fill)

    def disc(self, x: float, y: float, across: float, down: float, fill: Paint) -> None:
        self.draw.ellipse(self._around(x, y, across, down), fill)

    def ring(self, x: float, y: float, radius: float, colour: Paint, width: float) -> None:
        self.draw.ellipse(self._around(x, y, radius, radius), outline=colour, width=self._thick(width))

    def line(self, spots: Sequence[Spot], colour: Paint, width: float = 1) -> None:
        self.draw.line(self._spots(spots), colour, self._thick(width), joint="curve")

    def fade(self, y: float, height: float, top: Colour, bottom: Colour) -> None:
        """A full-width band running from one colour into the other."""
        ramp = Image.new("RGB", (1, 2))
        ramp.putdata([top, bottom])
        column = ramp.resize((1, round(height * self.scale)), Image.Resampling.BILINEAR)
        # Smoothing across a width where nothing changes would take most of the time of a picture.
        band = column.resize((self.image.width, column.height), Image.Resampling.NEAREST)
        self.image.paste(band, (0, round(y * self.scale)))

    def write(self, x: float, y: float, text: str, size: float, colour: Paint, fit: float = 0) -> None:
        """Centred on x, y; made smaller until it fits the given width."""
        words, pixels = writable(text), size * self.scale
        if fit:
            pixels = min(pixels, pixels * fit * self.scale / max(1, font(round(pixels)).getlength(words)))
        self.draw.text(
            (x * self.scale, y * self.scale), words, colour, font(max(8, round(pixels))), anchor="mm"
        )

    def shadow(self, x: float, y: float, across: float, down: float = 0) -> None:
        self.disc(x, y, across, down or across * 0.16, (20, 22, 30, 90))

    def _around(self, x: float, y: float, across: float, down: float) -> tuple[float, float, float, float]:
        return self._corners(x - across, y - down, x + across, y + down)

    def _corners(self, *sides: float) -> tuple[float, float, float, float]:
        left, top, right, bottom = (side * self.scale for side in sides)
        return left, top, right, bottom

    def _spots(self, spots: Sequence[Spot]) -> list[Spot]:
        return [(x * self.scale, y * self.scale) for x, y in spots]

    def _thick(self, width: float) -> int:
        return max(1, round(width * self.scale))
