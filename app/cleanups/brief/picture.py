"""The brief as a long picture for a group chat, legible on a phone without opening anything."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from app.cleanups.brief.content import Brief, Number, Pair, in_words, printable
from app.cleanups.brief.photos import fitted
from app.core.fonts import Font, font, writable

WIDTH, MARGIN = 1080, 64
INNER = WIDTH - 2 * MARGIN
INK, GREY, RED, LINE, SHADE = "#1f2328", "#5b6470", "#c8101e", "#d7dce2", "#f3f5f7"
MOST_PAIRS = 6
CUT = "，。；：、！？）」』”"
"""Never at the beginning of a line."""


def draw_picture(brief: Brief) -> bytes:
    """The PNG file."""
    page = _Page()
    if brief.heading:
        page.centred(brief.heading, font(60, is_bold=True), RED, 84)
        page.rule(RED, 5)
    page.centred(brief.title, font(46, is_bold=True), INK, 66)
    page.centred(brief.meta, font(30), GREY, 48)
    page.gap(20)
    for paragraph in brief.paragraphs:
        page.text(f"　　{paragraph}", font(34), 56)
    page.gap(24)
    page.table(brief.numbers)
    for pair in brief.pairs[:MOST_PAIRS]:
        page.pair(pair)
    page.gap(16)
    page.right(brief.signature, font(32), INK, 50)
    return page.finish()


def wrap(text: str, face: Font, width: float) -> list[str]:
    """Lines no wider than `width` pixels; marks of punctuation stay with the word before them."""
    lines, line = [], ""
    for letter in text:
        if line and letter not in CUT and face.getlength(line + letter) > width:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


class _Page:
    """Draws downwards on a strip that is cut to length at the end."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, 2400), "white")
        self.y = MARGIN

    def _reach(self, height: int) -> ImageDraw.ImageDraw:
        """Room for this many pixels more."""
        if self.y + height + MARGIN > self.image.height:
            longer = Image.new("RGB", (WIDTH, self.y + height + MARGIN + 2400), "white")
            longer.paste(self.image, (0, 0))
            self.image = longer
        return ImageDraw.Draw(self.image)

    def gap(self, height: int) -> None:
        self.y += height

    def rule(self, color: str, width: int) -> None:
        pen = self._reach(40)
        pen.line([(MARGIN, self.y + 12), (WIDTH - MARGIN, self.y + 12)], color, width)
        self.y += 40

    def centred(self, text: str, face: Font, color: str, height: int) -> None:
        for line in wrap(writable(printable(text)), face, INNER):
            self._reach(height).text((WIDTH / 2, self.y), line, color, face, "ma")
            self.y += height

    def right(self, text: str, face: Font, color: str, height: int) -> None:
        for line in wrap(writable(printable(text)), face, INNER):
            self._reach(height).text((WIDTH - MARGIN, self.y), line, color, face, "ra")
            self.y += height

    def text(self, text: str, face: Font, height: int) -> None:
        for line in wrap(writable(printable(text)), face, INNER):
            self._reach(height).text((MARGIN, self.y), line, INK, face)
            self.y += height

    def table(self, numbers: Sequence[Number]) -> None:
        """A line for each number: this week, last week, since January."""
        columns = (MARGIN + 20, 600, 800, WIDTH - MARGIN - 20)
        self._row(("", "本周", "上周同期", "今年累计"), columns, GREY, is_shaded=True)
        for place, number in enumerate(numbers):
            last = "—" if number.last_week is None else in_words(number.last_week)
            words = (number.name, in_words(number.now), last, in_words(number.since_january))
            self._row(words, columns, INK, is_shaded=bool(place % 2))
        self.gap(28)

    def _row(self, words: Sequence[str], columns: Sequence[int], color: str, *, is_shaded: bool) -> None:
        pen = self._reach(58)
        if is_shaded:
            pen.rectangle([(MARGIN, self.y), (WIDTH - MARGIN, self.y + 58)], SHADE)
        for place, (text, x) in enumerate(zip(words, columns, strict=True)):
            face = font(32, is_bold=place == 1)
            pen.text((x, self.y + 29), writable(printable(text)), color, face, "rm" if place else "lm")
        self.y += 58

    def pair(self, pair: Pair) -> None:
        """Side by side, with what each of them is written on it."""
        width = (INNER - 16) // 2
        height = width * 3 // 4
        self._reach(height + 70)
        for place, (words, photo) in enumerate((("整治前", pair.before), ("整治后", pair.after))):
            x = MARGIN + place * (width + 16)
            self.image.paste(fitted(photo, width), (x, self.y))
            pen = ImageDraw.Draw(self.image)
            pen.rectangle([(x, self.y), (x + 124, self.y + 48)], RED if place else INK)
            pen.text((x + 62, self.y + 24), writable(words), "white", font(28), "mm")
        self.y += height + 12
        self.centred(pair.site_name, font(28), GREY, 44)
        self.gap(12)

    def finish(self) -> bytes:
        content = BytesIO()
        self.image.crop((0, 0, WIDTH, self.y + MARGIN)).save(content, "PNG", optimize=True)
        return content.getvalue()
