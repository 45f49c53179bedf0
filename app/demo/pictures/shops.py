"""The row of shops behind the pavement."""

from dataclasses import dataclass
from random import Random

from app.demo.pictures.canvas import WIDTH, Canvas, Colour, shade

SHOP_TOP, GROUND = 350, 640

SIGNS = (
    "便民超市",
    "老街烩面",
    "鲜果园",
    "福源烟酒",
    "惠民药房",
    "顺达五金",
    "美丽理发",
    "小李修车",
    "放心早餐",
    "粮油店",
    "胡辣汤",
    "文具图文",
    "手机维修",
    "母婴用品",
    "面包坊",
    "家常菜馆",
    "裁缝改衣",
    "干洗店",
    "羊肉汤",
    "水站",
    "豆制品",
    "窗帘布艺",
    "眼镜店",
    "熟食卤味",
    "电动车行",
    "花店",
    "茶叶店",
    "房产中介",
)
SIGN_COLOURS: tuple[Colour, ...] = (
    (178, 34, 34),
    (20, 98, 90),
    (28, 78, 146),
    (196, 112, 20),
    (96, 48, 120),
    (24, 118, 60),
    (64, 68, 76),
    (150, 30, 80),
)


@dataclass(frozen=True)
class Shop:
    x: float
    width: float
    sign: str
    colour: Colour

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def row_of_shops(random: Random) -> tuple[Shop, ...]:
    signs, colours = random.sample(SIGNS, 8), random.sample(SIGN_COLOURS, 8)
    shops: list[Shop] = []
    x = -random.randint(20, 160)
    while x < WIDTH:
        width = random.randint(250, 360)
        shops.append(Shop(x, width, signs[len(shops)], colours[len(shops)]))
        x += width
    return tuple(shops)


def draw_shop(canvas: Canvas, random: Random, shop: Shop, is_dusk: bool) -> None:
    pillar = random.choice(((128, 122, 114), (156, 150, 142), (108, 100, 96), (176, 168, 156)))
    canvas.box(shop.x, SHOP_TOP, shop.width, GROUND - SHOP_TOP, pillar)
    if random.random() < 0.16:
        _shutter(canvas, shop)
    else:
        inside = (246, 214, 156) if is_dusk else random.choice(((70, 82, 92), (88, 94, 96), (96, 88, 78)))
        door = shop.x + shop.width * random.choice((0.06, 0.36, 0.66))
        _shop_window(canvas, random, shop, inside)
        _shop_door(canvas, shop, door, inside)
    _sign(canvas, shop, is_dusk)
    if random.random() < 0.3:
        _awning(canvas, shop)


def _shutter(canvas: Canvas, shop: Shop) -> None:
    canvas.box(shop.x + 14, SHOP_TOP + 76, shop.width - 28, GROUND - SHOP_TOP - 76, (168, 172, 174))
    for y in range(SHOP_TOP + 84, GROUND, 13):
        canvas.box(shop.x + 14, y, shop.width - 28, 3, (136, 140, 144))
    canvas.box(shop.middle - 16, GROUND - 16, 32, 8, (90, 94, 98))


def _shop_window(canvas: Canvas, random: Random, shop: Shop, inside: Colour) -> None:
    left, width = shop.x + 12, shop.width - 24
    canvas.box(left, SHOP_TOP + 74, width, GROUND - SHOP_TOP - 74, inside)
    wares = random.sample(SIGN_COLOURS, 3)
    for shelf in range(3):
        y = SHOP_TOP + 122 + shelf * 52
        canvas.box(left + 2, y, width - 4, 4, shade(inside, 0.7))
        for item in range(int(width / 18)):
            top = y - random.randint(16, 32)
            canvas.box(left + 5 + item * 18, top, 13, y - top, (*shade(random.choice(wares), 1.1), 130))
    canvas.box(left, GROUND - 46, width, 46, (150, 146, 138))
    canvas.box(left, GROUND - 50, width, 5, (206, 204, 198))
    for post in (1 / 3, 2 / 3):
        canvas.box(left + width * post - 3, SHOP_TOP + 74, 6, GROUND - SHOP_TOP - 120, (206, 208, 206))
    canvas.shape(
        [(left + 8, SHOP_TOP + 80), (left + 98, SHOP_TOP + 80), (left + 8, SHOP_TOP + 230)],
        (255, 255, 255, 30),
    )


def _shop_door(canvas: Canvas, shop: Shop, left: float, inside: Colour) -> None:
    width, top = shop.width * 0.28, SHOP_TOP + 86
    canvas.box(left, top, width, GROUND - top, (214, 216, 214))
    canvas.box(left + 8, top + 10, width - 16, GROUND - top - 18, shade(inside, 1.14))
    canvas.shape(
        [(left + 8, top + 10), (left + width * 0.6, top + 10), (left + 8, top + 110)], (255, 255, 255, 34)
    )
    canvas.box(left + 14, top + 94, 5, 56, (236, 236, 232))
    canvas.box(left - 8, GROUND - 8, width + 16, 8, (172, 168, 160))


def _awning(canvas: Canvas, shop: Shop) -> None:
    left, right, top, edge = shop.x + 6, shop.x + shop.width - 6, SHOP_TOP + 70, SHOP_TOP + 112
    stripes = round(shop.width / 34)
    for number in range(stripes):
        a, b = (left + (right - left) * (number + part) / stripes for part in (0, 1))
        paint = shop.colour if number % 2 else (244, 240, 230)
        canvas.shape([(a, top), (b, top), (b - 3, edge), ((a + b) / 2, edge + 9), (a - 3, edge)], paint)


def _sign(canvas: Canvas, shop: Shop, is_dusk: bool) -> None:
    board = shade(shop.colour, 1.15 if is_dusk else 1)
    canvas.box(shop.x + 4, SHOP_TOP - 6, shop.width - 8, 76, shade(board, 0.7))
    canvas.box(shop.x + 8, SHOP_TOP - 2, shop.width - 16, 66, board)
    canvas.write(shop.middle, SHOP_TOP + 30, shop.sign, 46, (255, 250, 226), fit=shop.width - 50)
    canvas.shape(
        [
            (shop.x + 8, SHOP_TOP + 70),
            (shop.x + shop.width - 8, SHOP_TOP + 70),
            (shop.x + shop.width - 8, SHOP_TOP + 88),
            (shop.x + 8, SHOP_TOP + 84),
        ],
        (0, 0, 0, 70),
    )
