"""The street itself: sky, houses, shops, trees, pavement, carriageway."""

from dataclasses import dataclass
from random import Random

from app.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, shade
from app.demo.pictures.shops import GROUND, SHOP_TOP, Shop, draw_shop, row_of_shops

KERB = 880
VANISHING = (700, 300)

WALLS: tuple[Colour, ...] = (
    (196, 178, 154),
    (176, 120, 96),
    (206, 200, 186),
    (158, 166, 170),
    (214, 190, 150),
)
SEASONS: tuple[tuple[Colour, Colour], ...] = (
    ((92, 124, 60), (128, 150, 74)),
    ((150, 142, 58), (120, 136, 66)),
    ((176, 142, 58), (198, 166, 82)),
)


@dataclass(frozen=True)
class Street:
    canvas: Canvas
    shops: tuple[Shop, ...]
    spot: float
    """Where the problem stands, clear of trees."""


def build_street(random: Random, is_dusk: bool) -> Street:
    canvas = Canvas(scale=random.uniform(1.05, 1.3))
    _sky(canvas, random, is_dusk)
    shops = row_of_shops(random)
    _houses(canvas, random, shops, is_dusk)
    for shop in shops:
        draw_shop(canvas, random, shop, is_dusk)
    _pavement(canvas, random)
    _road(canvas, random)
    spot = random.uniform(560, 840)
    leaves = random.choice(SEASONS)
    for side in (-1, 1):
        if random.random() < 0.8:
            _tree(canvas, random, spot + side * random.uniform(400, 520), leaves)
    return Street(canvas, shops, spot)


def _sky(canvas: Canvas, random: Random, is_dusk: bool) -> None:
    skies = [
        ((122, 172, 220), (214, 230, 240)),
        ((168, 190, 206), (222, 226, 226)),
        ((150, 168, 182), (206, 210, 212)),
    ]
    top, bottom = ((66, 78, 122), (228, 158, 118)) if is_dusk else random.choice(skies)
    canvas.fade(0, SHOP_TOP, top, bottom)
    for _ in range(random.randint(1, 3)):
        x, y = random.randint(0, WIDTH), random.randint(20, 150)
        for _ in range(5):
            canvas.disc(
                x + random.randint(-70, 70),
                y + random.randint(-10, 10),
                random.randint(40, 90),
                random.randint(12, 24),
                (255, 255, 255, 46),
            )
    haze = shade(bottom, 0.86)
    x = -40
    while x < WIDTH:
        width = random.randint(90, 190)
        canvas.box(x, random.randint(90, 230), width - random.randint(0, 40), 400, haze)
        x += width


def _houses(canvas: Canvas, random: Random, shops: tuple[Shop, ...], is_dusk: bool) -> None:
    """One house over two or three shops."""
    start = 0
    while start < len(shops):
        end = min(len(shops), start + random.choice((2, 3)))
        left, right = shops[start].x, shops[end - 1].x + shops[end - 1].width
        _house(canvas, random, left, right - left, is_dusk)
        start = end


def _house(canvas: Canvas, random: Random, left: float, width: float, is_dusk: bool) -> None:
    wall, top = random.choice(WALLS), random.choice((-20, 40, 90, 140))
    canvas.box(left, top, width - 3, SHOP_TOP - top + 20, wall)
    canvas.box(left, top, width - 3, 14, shade(wall, 0.78))
    canvas.box(left + width - 16, top, 13, SHOP_TOP - top, shade(wall, 0.88))
    columns = max(2, round(width / 120))
    gap = width / columns
    y = SHOP_TOP - 118
    while y > top + 20:
        canvas.box(left, y + 96, width - 3, 6, shade(wall, 0.9))
        for column in range(columns):
            _window(canvas, random, left + gap * column + gap * 0.2, y, gap * 0.58, is_dusk)
        y -= 122


def _window(canvas: Canvas, random: Random, x: float, y: float, width: float, is_dusk: bool) -> None:
    is_lit = is_dusk and random.random() < 0.55
    glass = (250, 214, 140) if is_lit else random.choice(((92, 116, 134), (108, 132, 148), (78, 98, 114)))
    canvas.box(x - 4, y - 4, width + 8, 78, (232, 232, 228))
    canvas.box(x, y, width, 70, glass)
    canvas.shape([(x, y), (x + width * 0.5, y), (x, y + 46)], (255, 255, 255, 38))
    canvas.box(x + width / 2 - 2, y, 4, 70, (226, 226, 222))
    if random.random() < 0.45:
        canvas.box(x + width + 8, y + 38, 34, 28, (226, 226, 222))
        canvas.disc(x + width + 25, y + 52, 10, 10, (150, 152, 152))
    if random.random() < 0.3:
        for bar in range(5):
            canvas.box(x + bar * width / 4 - 1, y - 2, 2.5, 76, (120, 124, 126))


def _pavement(canvas: Canvas, random: Random) -> None:
    tone = random.choice(((186, 180, 170), (176, 178, 176), (190, 170, 156)))
    canvas.fade(GROUND, KERB - GROUND, shade(tone, 0.86), tone)
    joint = (*shade(tone, 0.7), 120)
    for foot in range(-1400, 2800, 92):
        canvas.line([_towards_vanishing(foot, GROUND), (foot, KERB)], joint, 1.6)
    y, step = GROUND + 0.0, 20.0
    while y < KERB:
        canvas.line([(0, y), (WIDTH, y)], joint, 1.6)
        y, step = y + step, step * 1.22
    if random.random() < 0.75:
        _guiding_path(canvas)
    canvas.box(0, GROUND, WIDTH, 10, (0, 0, 0, 60))


def _guiding_path(canvas: Canvas) -> None:
    """The yellow strip for the blind, which is what most of these cases block."""
    yellow = (206, 170, 62)
    canvas.box(0, 742, WIDTH, 36, yellow)
    for x in range(-20, WIDTH, 46):
        canvas.line([(x, 742), (x - 6, 778)], shade(yellow, 0.8), 1.5)
    for y in (750, 760, 769):
        canvas.line([(0, y), (WIDTH, y)], (*shade(yellow, 1.16), 160), 3)


def _towards_vanishing(x: float, y: float) -> tuple[float, float]:
    part = (y - VANISHING[1]) / (KERB - VANISHING[1])
    return VANISHING[0] + (x - VANISHING[0]) * part, y


def _road(canvas: Canvas, random: Random) -> None:
    tone = random.randint(84, 104)
    canvas.box(0, KERB, WIDTH, 16, (206, 204, 198))
    canvas.box(0, KERB + 14, WIDTH, 14, (150, 148, 142))
    canvas.fade(KERB + 28, HEIGHT - KERB - 28, (tone, tone + 2, tone + 5), (tone - 14, tone - 12, tone - 8))
    canvas.box(0, KERB + 40, WIDTH, 6, (226, 224, 214, 190))
    for _ in range(120):
        x, y = random.randint(0, WIDTH), random.randint(KERB + 50, HEIGHT)
        canvas.disc(x, y, 3, 1.5, (30, 30, 34, 60))


def _tree(canvas: Canvas, random: Random, x: float, leaves: tuple[Colour, Colour]) -> None:
    """A plane tree in its kerbside pit; its crown leaves the picture at the top."""
    base = 852
    canvas.shape(
        [(x - 62, base - 14), (x + 62, base - 14), (x + 74, base + 14), (x - 74, base + 14)], (110, 92, 74)
    )
    canvas.shape([(x - 17, 220), (x + 13, 220), (x + 23, base), (x - 25, base)], (142, 128, 108))
    for _ in range(14):
        y = random.randint(300, base - 30)
        canvas.disc(
            x + random.randint(-14, 12), y, random.randint(4, 8), random.randint(8, 18), (186, 176, 152, 170)
        )
    canvas.shape([(x + 6, 220), (x + 13, 220), (x + 23, base), (x + 8, base)], (60, 50, 44, 80))
    for branch in (-1, 1):
        canvas.line([(x, 270), (x + branch * 130, 90)], (126, 112, 94), 14)
    for _ in range(46):
        leaf = random.choice(leaves)
        canvas.disc(
            x + random.gauss(0, 130),
            random.gauss(140, 80),
            random.randint(26, 54),
            random.randint(20, 40),
            (*shade(leaf, random.uniform(0.8, 1.12)), 235),
        )
