"""Things that stand about in streets: x is their middle, y the ground, size grows towards the viewer."""

from math import cos, pi, sin
from random import Random

from app.demo.pictures.canvas import Canvas, Colour, shade

PAINTS: tuple[Colour, ...] = (
    (190, 40, 40),
    (30, 90, 160),
    (36, 120, 70),
    (226, 176, 40),
    (232, 232, 228),
    (60, 62, 68),
    (150, 152, 158),
    (216, 110, 40),
)
FRUITS: tuple[Colour, ...] = ((226, 60, 44), (240, 150, 30), (246, 208, 70), (96, 160, 60), (130, 50, 90))
METAL, TYRE, CARDBOARD, WOOD = (88, 92, 98), (34, 36, 40), (192, 152, 102), (156, 116, 72)


def crate_of_fruit(canvas: Canvas, random: Random, x: float, y: float, size: float) -> None:
    width, height = 92 * size, 46 * size
    fruit = random.choice(FRUITS)
    canvas.shadow(x, y, width * 0.56, 9 * size)
    for _ in range(16):
        canvas.disc(
            x + random.uniform(-0.42, 0.42) * width,
            y - height - random.uniform(-2, 12) * size,
            11 * size,
            11 * size,
            shade(fruit, random.uniform(0.82, 1.12)),
        )
    canvas.box(x - width / 2, y - height, width, height, (206, 172, 118))
    for slat in range(3):
        canvas.box(x - width / 2, y - height + (slat + 0.72) * height / 3, width, 3 * size, (130, 100, 62))


def carton(canvas: Canvas, random: Random, x: float, y: float, size: float) -> None:
    width, height = random.uniform(60, 96) * size, random.uniform(44, 66) * size
    paint = shade(CARDBOARD, random.uniform(0.84, 1.08))
    canvas.box(x - width / 2, y - height, width, height, paint)
    canvas.shape(
        [
            (x + width / 2, y),
            (x + width / 2, y - height),
            (x + width * 0.68, y - height - 14 * size),
            (x + width * 0.68, y - 14 * size),
        ],
        shade(paint, 0.72),
    )
    canvas.shape(
        [
            (x - width / 2, y - height),
            (x + width / 2, y - height),
            (x + width * 0.68, y - height - 14 * size),
            (x - width * 0.32, y - height - 14 * size),
        ],
        shade(paint, 1.12),
    )
    canvas.box(x - 5 * size, y - height, 10 * size, height, shade(paint, 0.88))


def rack_of_goods(canvas: Canvas, random: Random, x: float, y: float, size: float) -> None:
    canvas.shadow(x, y, 104 * size, 10 * size)
    for tier in range(3):
        board = y - (22 + tier * 48) * size
        left = x - 88 * size
        while left < x + 62 * size:
            width, height = random.uniform(14, 30) * size, random.uniform(20, 38) * size
            canvas.box(
                left, board - height, width, height, shade(random.choice(PAINTS), random.uniform(0.85, 1.1))
            )
            left += width + 3 * size
        canvas.box(x - 96 * size, board, 192 * size, 6 * size, METAL)
    for post in (-96, 90):
        canvas.box(x + post * size, y - 164 * size, 6 * size, 164 * size, METAL)


def stool_table(canvas: Canvas, x: float, y: float, size: float, paint: Colour) -> None:
    canvas.shadow(x, y, 86 * size)
    for leg in (-52, 46):
        canvas.box(x + leg * size, y - 66 * size, 6 * size, 66 * size, METAL)
    canvas.box(x - 70 * size, y - 74 * size, 140 * size, 12 * size, paint)
    canvas.disc(x - 20 * size, y - 78 * size, 20 * size, 7 * size, (240, 240, 236))
    canvas.box(x + 22 * size, y - 104 * size, 13 * size, 30 * size, (60, 110, 70))
    for side in (-1, 1):
        middle = x + side * 104 * size
        canvas.box(middle - 24 * size, y - 40 * size, 48 * size, 9 * size, (214, 60, 52))
        for leg in (-20, 14):
            canvas.box(middle + leg * size, y - 32 * size, 6 * size, 36 * size, (176, 44, 40))


def parasol(canvas: Canvas, x: float, y: float, size: float, colours: tuple[Colour, Colour]) -> None:
    top, reach, edge = y - 300 * size, 170 * size, y - 226 * size
    canvas.box(x - 4 * size, top, 8 * size, 300 * size, METAL)
    for wedge in range(6):
        left, right = (x - reach + reach * 2 * (wedge + part) / 6 for part in (0, 1))
        canvas.shape(
            [(x, top - 10 * size), (left, edge), ((left + right) / 2, edge + 12 * size), (right, edge)],
            colours[wedge % 2],
        )


def cart(canvas: Canvas, random: Random, x: float, y: float, size: float, words: str) -> None:
    """A three-wheeled vending cart with its sign."""
    canvas.shadow(x, y, 190 * size, 22 * size)
    paint = random.choice(PAINTS[:4])
    canvas.box(x - 150 * size, y - 124 * size, 300 * size, 92 * size, paint)
    canvas.box(x - 150 * size, y - 124 * size, 300 * size, 12 * size, shade(paint, 0.7))
    canvas.box(x - 124 * size, y - 104 * size, 196 * size, 54 * size, (250, 244, 224))
    canvas.write(x - 26 * size, y - 78 * size, words, 38 * size, (180, 30, 30), fit=184 * size)
    for fruit in range(10):
        canvas.disc(
            x + (fruit - 4.5) * 28 * size, y - 132 * size, 17 * size, 15 * size, random.choice(FRUITS)
        )
    for wheel in (-104, 96):
        _wheel(canvas, x + wheel * size, y - 30 * size, 32 * size)
    canvas.line([(x + 150 * size, y - 70 * size), (x + 220 * size, y - 150 * size)], METAL, 7 * size)
    canvas.line([(x + 200 * size, y - 156 * size), (x + 244 * size, y - 142 * size)], TYRE, 8 * size)


def scooter(canvas: Canvas, random: Random, x: float, y: float, size: float) -> None:
    """An electric bicycle, seen from the side, facing either way."""
    paint, way = random.choice(PAINTS), random.choice((-1, 1)) * size
    canvas.shadow(x, y, 92 * size, 12 * size)
    for wheel in (-64, 66):
        _wheel(canvas, x + wheel * way, y - 25 * size, 25 * size)
    canvas.shape(
        [
            (x - 84 * way, y - 52 * size),
            (x - 30 * way, y - 76 * size),
            (x - 18 * way, y - 30 * size),
            (x - 52 * way, y - 34 * size),
        ],
        paint,
    )
    canvas.line([(x - 40 * way, y - 30 * size), (x + 34 * way, y - 30 * size)], shade(paint, 0.7), 15 * size)
    canvas.shape(
        [
            (x + 26 * way, y - 26 * size),
            (x + 54 * way, y - 118 * size),
            (x + 68 * way, y - 114 * size),
            (x + 50 * way, y - 24 * size),
        ],
        paint,
    )
    canvas.line([(x + 58 * way, y - 112 * size), (x + 66 * way, y - 26 * size)], METAL, 6 * size)
    canvas.line([(x + 62 * way, y - 128 * size), (x + 38 * way, y - 122 * size)], TYRE, 7 * size)
    canvas.disc(x + 70 * way, y - 104 * size, 8 * size, 8 * size, (250, 246, 220))
    canvas.line([(x - 78 * way, y - 80 * size), (x - 16 * way, y - 82 * size)], TYRE, 13 * size)
    if random.random() < 0.5:
        canvas.box(
            x - 84 * way - (40 * size if way < 0 else 0), y - 120 * size, 40 * size, 32 * size, TYRE, 4 * size
        )


def shared_bicycle(canvas: Canvas, random: Random, x: float, y: float, size: float, paint: Colour) -> None:
    way = random.choice((-1, 1)) * size
    canvas.shadow(x, y, 88 * size, 10 * size)
    for wheel in (-56, 56):
        canvas.ring(x + wheel * way, y - 34 * size, 34 * size, TYRE, 5 * size)
        for spoke in range(4):
            turn = spoke * pi / 4
            canvas.line(
                [
                    (x + wheel * way - 30 * size * cos(turn), y - (34 + 30 * sin(turn)) * size),
                    (x + wheel * way + 30 * size * cos(turn), y - (34 - 30 * sin(turn)) * size),
                ],
                (120, 124, 130, 150),
                1,
            )
    frame = [(-56, -34), (-4, -30), (38, -84), (-22, -84), (-4, -30)]
    canvas.line([(x + a * way, y + b * size) for a, b in frame], paint, 8 * size)
    canvas.line([(x + 56 * way, y - 34 * size), (x + 40 * way, y - 112 * size)], paint, 7 * size)
    canvas.line([(x + 40 * way, y - 112 * size), (x + 22 * way, y - 116 * size)], TYRE, 6 * size)
    canvas.line([(x - 22 * way, y - 84 * size), (x - 25 * way, y - 98 * size)], METAL, 5 * size)
    canvas.line([(x - 42 * way, y - 100 * size), (x - 10 * way, y - 100 * size)], TYRE, 9 * size)
    canvas.shape(
        [
            (x + 40 * way, y - 104 * size),
            (x + 78 * way, y - 104 * size),
            (x + 72 * way, y - 76 * size),
            (x + 44 * way, y - 76 * size),
        ],
        shade(paint, 0.8),
    )


def car(canvas: Canvas, random: Random, x: float, y: float, size: float) -> None:
    paint = random.choice(((232, 232, 230), (44, 48, 56), (150, 30, 36), (36, 66, 110), (170, 174, 178)))
    canvas.shadow(x, y, 236 * size, 24 * size)
    body = [
        (-226, -40),
        (-222, -84),
        (-150, -98),
        (-98, -150),
        (66, -150),
        (140, -98),
        (214, -84),
        (228, -44),
        (226, -26),
        (-222, -26),
    ]
    canvas.shape([(x + a * size, y + b * size) for a, b in body], paint)
    glass = [(-138, -98), (-92, -142), (60, -142), (122, -98)]
    canvas.shape([(x + a * size, y + b * size) for a, b in glass], (64, 78, 90))
    canvas.shape(
        [(x + a * size, y + b * size) for a, b in ((-120, -102), (-88, -138), (-30, -138), (-70, -102))],
        (255, 255, 255, 46),
    )
    for pillar in (-26, 62):
        canvas.box(x + pillar * size, y - 146 * size, 8 * size, 50 * size, paint)
    canvas.line(
        [(x - 218 * size, y - 72 * size), (x + 216 * size, y - 72 * size)], shade(paint, 0.78), 3 * size
    )
    canvas.line(
        [(x - 20 * size, y - 94 * size), (x - 22 * size, y - 32 * size)], shade(paint, 0.7), 2.5 * size
    )
    for handle in (-66, 22):
        canvas.box(x + handle * size, y - 86 * size, 24 * size, 5 * size, shade(paint, 0.6))
    canvas.box(x - 224 * size, y - 80 * size, 20 * size, 16 * size, (190, 30, 30))
    canvas.box(x + 198 * size, y - 78 * size, 24 * size, 15 * size, (250, 244, 214))
    for wheel in (-142, 142):
        _wheel(canvas, x + wheel * size, y - 34 * size, 36 * size)


def rubbish_bag(canvas: Canvas, random: Random, x: float, y: float, size: float) -> None:
    paint = random.choice(((38, 40, 46), (38, 40, 46), (52, 92, 70), (206, 206, 200), (190, 60, 58)))
    width, height = random.uniform(34, 52) * size, random.uniform(36, 54) * size
    canvas.shadow(x, y, width, 8 * size)
    canvas.disc(x, y - height * 0.48, width, height * 0.54, paint)
    canvas.shape(
        [(x - 10 * size, y - height * 0.92), (x, y - height * 1.32), (x + 12 * size, y - height * 0.92)],
        shade(paint, 0.8),
    )
    canvas.disc(x - width * 0.34, y - height * 0.62, width * 0.3, height * 0.16, (255, 255, 255, 46))


def litter(canvas: Canvas, random: Random, x: float, y: float, spread: float, pieces: int) -> None:
    for _ in range(pieces):
        a, b = x + random.gauss(0, spread), y + random.gauss(0, 16)
        paint = random.choice(
            ((244, 244, 238), (222, 196, 140), (206, 70, 60), (90, 150, 190), (160, 130, 84))
        )
        w, h = random.uniform(6, 17), random.uniform(4, 9)
        lean = random.uniform(-5, 5)
        canvas.shape([(a, b), (a + w, b + lean), (a + w - lean, b + h + lean), (a - 3, b + h)], paint)


def bin_on_wheels(canvas: Canvas, x: float, y: float, size: float, paint: Colour) -> None:
    canvas.shadow(x, y, 60 * size)
    canvas.shape(
        [
            (x - 50 * size, y - 124 * size),
            (x + 50 * size, y - 124 * size),
            (x + 40 * size, y - 8 * size),
            (x - 40 * size, y - 8 * size),
        ],
        paint,
    )
    canvas.box(x - 55 * size, y - 132 * size, 110 * size, 14 * size, shade(paint, 0.75))
    canvas.ring(x, y - 70 * size, 16 * size, (240, 240, 236), 4 * size)
    for wheel in (-34, 34):
        canvas.disc(x + wheel * size, y - 6 * size, 9 * size, 9 * size, TYRE)


def rubble(canvas: Canvas, random: Random, x: float, y: float, size: float, paint: Colour) -> None:
    """A heap, about two and a half metres wide."""
    canvas.shadow(x, y, 150 * size, 16 * size)
    canvas.shape(
        [
            (x - 140 * size, y),
            (x - 90 * size, y - 56 * size),
            (x - 20 * size, y - 96 * size),
            (x + 40 * size, y - 84 * size),
            (x + 100 * size, y - 40 * size),
            (x + 140 * size, y),
        ],
        paint,
    )
    for _ in range(90):
        across = random.uniform(-1, 1)
        down = random.random() * (1 - abs(across)) * 92 * size
        r = random.uniform(5, 14) * size
        canvas.shape(
            [
                (x + across * 134 * size - r, y - down),
                (x + across * 134 * size, y - down - r),
                (x + across * 134 * size + r, y - down - r * 0.3),
                (x + across * 134 * size + r * 0.4, y - down + r * 0.4),
            ],
            shade(random.choice((paint, (170, 96, 76), (196, 192, 184))), random.uniform(0.75, 1.15)),
        )


def _wheel(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.disc(x, y, radius, radius, TYRE)
    canvas.disc(x, y, radius * 0.58, radius * 0.58, (168, 172, 176))
    canvas.disc(x, y, radius * 0.2, radius * 0.2, METAL)
