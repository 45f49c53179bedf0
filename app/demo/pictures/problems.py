"""What is wrong in the street: one drawing per kind of case. Things further away are drawn first."""

from collections.abc import Callable
from random import Random

from app.demo.pictures.canvas import WIDTH, Canvas, Colour, shade
from app.demo.pictures.props import (
    PAINTS,
    bin_on_wheels,
    car,
    cart,
    carton,
    crate_of_fruit,
    litter,
    parasol,
    rack_of_goods,
    rubbish_bag,
    rubble,
    scooter,
    shared_bicycle,
    stool_table,
)
from app.demo.pictures.shops import GROUND, SHOP_TOP
from app.demo.pictures.street import Street

Drawing = Callable[[Canvas, Street, Random], None]

# Found in the signs of places to eat, and of those that sell fruit and vegetables.
EATERIES, GROCERS = set("面汤馆餐卤"), set("果超粮豆")
WARES = ("现切西瓜", "烤红薯", "鸡蛋灌饼", "糖炒栗子", "水果大卖", "凉皮凉面", "臭豆腐", "煎饼果子")
PASTERS = ("办证", "开锁", "通下水道", "高价回收", "搬家", "贷款", "招工", "房屋出租")
POSTERS = ("清仓大甩卖", "全场五折", "新店开业", "买一送一", "转让", "最后三天", "特价", "会员日")
INKS: tuple[Colour, ...] = ((200, 40, 40), (30, 80, 160), (30, 30, 34), (20, 120, 80))


def goods_outside(canvas: Canvas, street: Street, random: Random) -> None:
    sign = min(street.shops, key=lambda shop: abs(shop.middle - street.spot)).sign
    if set(sign) & EATERIES:
        _tables(canvas, street, random)
    else:
        _display(canvas, street, random, sells_fruit=bool(set(sign) & GROCERS))


def _tables(canvas: Canvas, street: Street, random: Random) -> None:
    top = random.choice(((196, 160, 112), (226, 226, 220)))
    for step, side in enumerate((-210, 190, -60)):
        stool_table(canvas, street.spot + side, 716 + step * 46, 0.95 + step * 0.16, top)
    parasol(canvas, street.spot + 40, 742, 1.1, ((200, 44, 44), (246, 240, 226)))


def _display(canvas: Canvas, street: Street, random: Random, sells_fruit: bool) -> None:
    shade_at = street.spot + random.randint(-120, 120)
    parasol(canvas, shade_at, 700, 1.05, (random.choice(PAINTS[:4]), (240, 238, 230)))
    for row, y in enumerate((716, 780)):
        for place in range(4):
            x = street.spot - 180 + place * 122 + row * 26
            if sells_fruit:
                crate_of_fruit(canvas, random, x, y, 1.05 + row * 0.16)
            elif row == 0 and place in (0, 2):
                rack_of_goods(canvas, random, x + 60, 728, 1.2)
            elif row and random.random() < 0.6:
                carton(canvas, random, x, y + 12, 0.9)


def stall(canvas: Canvas, street: Street, random: Random) -> None:
    x = street.spot
    parasol(canvas, x - 30, 812, 1.3, (random.choice(PAINTS[:4]), (244, 240, 228)))
    cart(canvas, random, x, 822, 1.25, random.choice(WARES))
    crate_of_fruit(canvas, random, x - 290, 838, 1.1)
    litter(canvas, random, x + 200, 838, 80, 10)


def scooters(canvas: Canvas, street: Street, random: Random) -> None:
    for row, y in enumerate((724, 786, 838)):
        x = street.spot - 400 + row * 40 + random.randint(0, 80)
        while x < street.spot + 390:
            if random.random() < 0.74:
                scooter(canvas, random, x, y + random.randint(-10, 10), 0.95 + row * 0.16)
            x += random.randint(120, 190)


def shared_bicycles(canvas: Canvas, street: Street, random: Random) -> None:
    paints = random.sample([(40, 130, 210), (244, 200, 40), (70, 180, 120)], 2)
    for row, y in enumerate((740, 800, 846)):
        x = street.spot - 380 + random.randint(0, 90)
        while x < street.spot + 370:
            if random.random() < 0.8:
                shared_bicycle(
                    canvas, random, x, y + random.randint(-12, 12), 1.0 + row * 0.14, random.choice(paints)
                )
            x += random.randint(90, 150)


def parked_car(canvas: Canvas, street: Street, random: Random) -> None:
    x, side = street.spot, random.choice((-1, 1))
    if random.random() < 0.6:
        car(canvas, random, x - side * 330, random.randint(772, 786), 1.12)
    car(canvas, random, x + side * 110, random.randint(812, 836), random.uniform(1.24, 1.36))


def exposed_rubbish(canvas: Canvas, street: Street, random: Random) -> None:
    x = street.spot
    for _ in range(random.randint(7, 12)):
        rubbish_bag(
            canvas, random, x + random.gauss(0, 90), 790 + random.randint(-26, 34), random.uniform(1, 1.4)
        )
    for _ in range(2):
        carton(canvas, random, x + random.randint(-180, 180), 826, 1.0)
    litter(canvas, random, x, 838, 170, 34)


def bins(canvas: Canvas, street: Street, random: Random) -> None:
    for place, paint in enumerate(((40, 110, 70), (60, 66, 72), (36, 84, 150))):
        bin_on_wheels(canvas, street.spot - 160 + place * 160, 806, 1.4, paint)


def full_bins(canvas: Canvas, street: Street, random: Random) -> None:
    for place in range(3):
        for _ in range(5):
            x = street.spot - 160 + place * 160 + random.randint(-44, 44)
            rubbish_bag(canvas, random, x, 648 + random.randint(-16, 10), 1.15)
    bins(canvas, street, random)
    for _ in range(6):
        rubbish_bag(canvas, random, street.spot + random.randint(-280, 280), 838, 1.25)
    litter(canvas, random, street.spot, 846, 190, 26)


def stacked_goods(canvas: Canvas, street: Street, random: Random) -> None:
    x = street.spot
    canvas.shadow(x, 796, 290, 26)
    for layer in range(4):
        for place in range(5 - layer):
            carton(canvas, random, x - 210 + place * 92 + layer * 40, 796 - layer * 58, 1.15)
    for plank in range(6):
        y = 812 - plank * 11
        canvas.shape(
            [(x + 190, y), (x + 450, y - 12), (x + 450, y - 3), (x + 190, y + 9)],
            shade((176, 134, 86), random.uniform(0.8, 1.1)),
        )


def heap_of_rubble(canvas: Canvas, street: Street, random: Random) -> None:
    x = street.spot
    tone = random.choice(((150, 142, 132), (172, 150, 116), (134, 124, 116)))
    rubble(canvas, random, x, 824, 1.5, tone)
    for _ in range(3):
        rubbish_bag(canvas, random, x + random.choice((-1, 1)) * random.randint(200, 270), 838, 1.2)


def unswept(canvas: Canvas, street: Street, random: Random) -> None:
    for _ in range(240):
        x, y = random.randint(60, WIDTH - 60), random.randint(GROUND + 30, 868)
        leaf = random.choice(((186, 140, 52), (166, 108, 44), (206, 170, 84)))
        canvas.disc(x, y, random.uniform(5, 11), random.uniform(2, 5), leaf)
    litter(canvas, random, street.spot, 800, 220, 46)


def broken_pavement(canvas: Canvas, street: Street, random: Random) -> None:
    x, y = street.spot, random.randint(800, 820)
    ragged = [
        (x + across * random.uniform(0.85, 1.15), y + down * random.uniform(0.8, 1.2))
        for across, down in (
            (-220, 0),
            (-150, -40),
            (-40, -52),
            (70, -46),
            (180, -30),
            (230, 6),
            (150, 40),
            (10, 50),
            (-130, 38),
        )
    ]
    canvas.shape(ragged, (112, 92, 70))
    canvas.shape([(x + (a - x) * 0.78, y + 8 + (b - y) * 0.74) for a, b in ragged], (82, 68, 54))
    canvas.disc(x + 20, y + 10, 90, 16, (120, 136, 148, 170))
    for _ in range(22):
        a, b, r = x + random.gauss(0, 150), y + random.gauss(0, 28), random.uniform(10, 26)
        tile = shade((190, 184, 174), random.uniform(0.75, 1.08))
        canvas.shape(
            [(a - r, b), (a - r * 0.2, b - r * 0.5), (a + r, b - r * 0.1), (a + r * 0.3, b + r * 0.4)], tile
        )
    for _ in range(5):
        start = (x + random.choice((-1, 1)) * 200, y)
        canvas.line(
            [start, (start[0] + random.randint(-120, 120), y + random.randint(-50, 44))], (60, 52, 46), 3
        )


def switch_box(canvas: Canvas, street: Street, random: Random) -> None:
    left = street.spot - 190
    canvas.shadow(street.spot, 792, 230, 22)
    canvas.box(left, 420, 380, 372, (132, 146, 140))
    canvas.box(left, 420, 380, 14, (104, 116, 112))
    canvas.box(street.spot - 2, 438, 4, 346, (96, 108, 104))
    for side in (-1, 1):
        canvas.box(street.spot + side * 26 - 4, 590, 8, 44, (80, 90, 88))
        for vent in range(4):
            canvas.box(street.spot + side * 95 - 50, 738 + vent * 11, 100, 4, (100, 112, 108))


def pasted_adverts(canvas: Canvas, street: Street, random: Random) -> None:
    for _ in range(random.randint(13, 18)):
        _paster(canvas, random, street.spot + random.randint(-186, 80), random.randint(436, 720))


def _paster(canvas: Canvas, random: Random, x: float, y: float) -> None:
    width, height, lean = random.randint(76, 104), random.randint(48, 64), random.randint(-8, 8)
    paper = random.choice(((246, 244, 236), (250, 226, 120), (244, 190, 190), (200, 226, 244)))
    canvas.shape([(x, y), (x + width, y + lean), (x + width, y + height + lean), (x, y + height)], paper)
    ink = random.choice(INKS)
    canvas.write(x + width / 2, y + height * 0.36 + lean / 2, random.choice(PASTERS), 25, ink, fit=width - 10)
    # No digits a reader could dial.
    canvas.write(x + width / 2, y + height * 0.76 + lean / 2, "1×× ×××× ××××", 14, ink, fit=width - 10)


def shop_window_adverts(canvas: Canvas, street: Street, random: Random) -> None:
    for shop in street.shops:
        if abs(shop.middle - street.spot) > 400:
            continue
        for row in range(2):
            for x in range(round(shop.x) + 18, round(shop.x + shop.width) - 110, 108):
                if random.random() < 0.85:
                    _poster(canvas, random, x + random.randint(0, 10), SHOP_TOP + 98 + row * 88)


def _poster(canvas: Canvas, random: Random, x: float, y: float) -> None:
    width, height = random.randint(84, 108), random.randint(58, 82)
    paper = random.choice(((206, 30, 36), (246, 206, 40), (250, 246, 236), (226, 90, 30)))
    ink = (250, 240, 210) if paper[1] < 100 else (190, 24, 30)
    canvas.box(x, y, width, height, paper)
    canvas.write(x + width / 2, y + height / 2, random.choice(POSTERS), 30, ink, fit=width - 12)


def washing(canvas: Canvas, street: Street, random: Random) -> None:
    left, right, y = 210, 1190, 480
    for post in (left, right):
        canvas.box(post - 5, y - 10, 10, 330, (120, 112, 104))
    canvas.line([(left, y), (700, y + 30), (right, y)], (60, 60, 60), 3)
    x = left + 50
    while x < right - 110:
        width, height, top = random.randint(70, 120), random.randint(110, 210), y + 18
        cloth = random.choice((*PAINTS, (230, 190, 200), (190, 210, 230)))
        canvas.box(x, top, width, height, cloth)
        canvas.box(x + width * 0.7, top, width * 0.3, height, (0, 0, 0, 34))
        if random.random() < 0.4:
            for stripe in range(4):
                canvas.box(x, top + stripe * height / 4, width, 8, (255, 255, 255, 110))
        x += width + random.randint(16, 50)


def hanging_cable(canvas: Canvas, street: Street, random: Random) -> None:
    start, low = random.randint(-40, 200), random.randint(500, 860)
    for strand in range(4):
        drop = 640 + strand * 46
        spots = [
            (start + part * (WIDTH - start) / 12, 250 + (drop - 250) * (1 - ((part - low / 110) / 7) ** 2))
            for part in range(13)
        ]
        canvas.line(spots, (26, 28, 32), 6)
    for loop in range(3):
        canvas.ring(low, 792 + loop * 8, 62 - loop * 9, (26, 28, 32), 6)


def street_works(canvas: Canvas, street: Street, random: Random) -> None:
    rubble(canvas, random, street.spot, 780, 1.4, (166, 138, 104))
    for place in range(4):
        x = street.spot - 530 + place * 270
        canvas.shadow(x + 120, 850, 130, 14)
        canvas.box(x, 720, 244, 112, (240, 190, 40) if place % 2 else (36, 110, 160))
        canvas.box(x, 762, 244, 24, (246, 246, 240))
        canvas.write(x + 122, 774, "施工占道" if place == 1 else "注意安全", 21, (190, 30, 30))
        for leg in (12, 220):
            canvas.box(x + leg, 832, 10, 22, (90, 90, 90))


KINDS: dict[str, Drawing] = {
    "goods_outside": goods_outside,
    "stall": stall,
    "scooters": scooters,
    "shared_bicycles": shared_bicycles,
    "parked_car": parked_car,
    "exposed_rubbish": exposed_rubbish,
    "full_bins": full_bins,
    "stacked_goods": stacked_goods,
    "heap_of_rubble": heap_of_rubble,
    "unswept": unswept,
    "broken_pavement": broken_pavement,
    "pasted_adverts": pasted_adverts,
    "shop_window_adverts": shop_window_adverts,
    "washing": washing,
    "hanging_cable": hanging_cable,
    "street_works": street_works,
}

# What was there before and stays when the problem is gone.
FIXTURES: dict[str, Drawing] = {"full_bins": bins, "pasted_adverts": switch_box}
