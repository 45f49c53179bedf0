"""The font of the shop signs, and what to write when the machine has no Chinese one."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Regular first: it stays legible at the size of the corner mark. All hold simplified Chinese.
NAMES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-*",
    "SourceHanSansSC-*",
    "SourceHanSansCN-*",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallback*",
)
SIMPLIFIED = 2  # the face of Noto's collection that holds mainland forms

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def chinese_font_file() -> Path | None:
    folders = [Path(folder).expanduser() for folder in FOLDERS]
    found = (file for name in NAMES for folder in folders for file in sorted(folder.rglob(name)))
    return next(found, None)


@cache
def font(size: int) -> Font:
    file = chinese_font_file()
    if file is None:
        return ImageFont.load_default(size)
    face = SIMPLIFIED if file.name.startswith("NotoSansCJK") else 0
    return ImageFont.truetype(str(file), size, index=face)


def writable(text: str) -> str:
    """Pinyin where only the built-in Latin font is there, so that no sign ever shows empty boxes."""
    if chinese_font_file():
        return text
    from pypinyin import lazy_pinyin  # large, and hardly ever wanted here

    return " ".join(lazy_pinyin(text)).upper()
