"""The brief as a Word document: one page of A4, set as a Chinese office expects it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

from app.cleanups.brief.content import Brief, Number, Pair, in_words, printable
from app.cleanups.brief.photos import as_jpeg, fitted

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RED = RGBColor(0xC8, 0x10, 0x1E)
SONG, HEI, FANG = "宋体", "黑体", "仿宋"
# Where an office's own fonts are missing, these take their place, in this order.
FALLBACKS = {
    SONG: "SimSun;Songti SC;Noto Serif CJK SC",
    HEI: "SimHei;Heiti SC;Noto Sans CJK SC",
    FANG: "FangSong;仿宋_GB2312;STFangsong;FZFangSong-Z02S;Noto Serif CJK SC",
}
PAGE_CM, INNER_CM, TOP_CM, BOTTOM_CM, SIDE_CM = (21.0, 29.7), 15.8, 2.2, 1.6, 2.6
PT_PER_CM = 72 / 2.54
LARGEST_CM, SMALLEST_CM = 7.6, 4.8
"""How wide a photo is at best, and at least before four of them share a line."""
MOST_PAIRS = 2
MOST_COLUMNS = 10
TEXT_PT, LINE_PT = 14, 23
HEAD_PT, TITLE_PT, TABLE_PT, FOOT_PT, CAPTION_PT = 60, 64, 100, 45, 24
"""What the parts around the text take at most."""


@dataclass(frozen=True)
class Look:
    """A style of paragraphs; sizes in points."""

    name: str
    east: str
    size: float
    line: float
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER
    before: float = 0
    after: float = 0
    indent: float = 0
    color: RGBColor | None = None
    is_bold: bool = False


LOOKS = (
    Look("Brief Heading", SONG, 30, 40, color=RED, is_bold=True, after=4),
    Look("Brief Title", HEI, 20, 30, before=8, after=2),
    Look("Brief Line", FANG, 12, 18, after=4),
    Look("Brief Text", FANG, TEXT_PT, LINE_PT, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=28),
    Look("Brief Cell", FANG, 10.5, 15),
    Look("Brief Caption", FANG, 10.5, 14, after=2),
    Look("Brief Photo", FANG, 10.5, 0, before=6),
    Look("Brief Signature", FANG, 14, 23, align=WD_ALIGN_PARAGRAPH.RIGHT, before=4),
)


def write_word(brief: Brief) -> bytes:
    """The .docx file."""
    document = Document()
    _lay_page(document)
    for look in LOOKS:
        _add_style(document, look)
    _name_fallbacks(document)
    if brief.heading:
        _add_heading(document, brief.heading)
    document.add_paragraph(printable(brief.title), "Brief Title")
    document.add_paragraph(printable(brief.meta), "Brief Line")
    for paragraph in brief.paragraphs:
        document.add_paragraph(paragraph, "Brief Text")
    _add_numbers(document, brief)
    _add_pairs(document, brief)
    document.add_paragraph(printable(brief.signature), "Brief Signature")
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _lay_page(document: DocumentType) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(PAGE_CM[0]), Cm(PAGE_CM[1])
    page.top_margin, page.bottom_margin = Cm(TOP_CM), Cm(BOTTOM_CM)
    page.left_margin, page.right_margin = Cm(SIDE_CM), Cm(SIDE_CM)
    document.core_properties.author = ""
    document.core_properties.language = "zh-CN"


def _add_style(document: DocumentType, look: Look) -> None:
    style: Any = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(look.size), look.is_bold
    style.element.rPr.rFonts.set(qn("w:eastAsia"), look.east)
    # Else a machine without these fonts takes the forms of another country for the same characters.
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    if look.color is not None:
        style.font.color.rgb = look.color
    form = style.paragraph_format
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.first_line_indent = Pt(look.indent)
    if look.line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)


def _name_fallbacks(document: DocumentType) -> None:
    """Word looks in this table for what to take instead of a font it does not have."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    table = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = table.encode()  # noqa: SLF001  there is no public way to replace a part


def _add_heading(document: DocumentType, words: str) -> None:
    """Red letters over a red line (红头)."""
    paragraph: Any = document.add_paragraph(printable(words), "Brief Heading")
    line = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", str(RED))):
        bottom.set(qn(f"w:{name}"), value)
    line.append(bottom)
    paragraph.paragraph_format.element.get_or_add_pPr().append(line)


def _add_numbers(document: DocumentType, brief: Brief) -> None:
    """A column for each number, so that the table stays four lines high."""
    half = (len(brief.numbers) + 1) // 2 if len(brief.numbers) > MOST_COLUMNS else len(brief.numbers)
    for numbers in (brief.numbers[:half], brief.numbers[half:]):
        if numbers:
            _add_table(document, numbers)


def _add_table(document: DocumentType, numbers: Sequence[Number]) -> None:
    table = document.add_table(rows=4, cols=len(numbers) + 1, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fill_column(table, 0, ("", "本周", "上周", "今年累计"))
    for column, number in enumerate(numbers, 1):
        _fill_column(table, column, _cells(number))


def _cells(number: Number) -> tuple[str, ...]:
    last = "—" if number.last_week is None else in_words(number.last_week)
    return number.name, in_words(number.now), last, in_words(number.since_january)


def _fill_column(table: Table, column: int, words: tuple[str, ...]) -> None:
    for row, text in enumerate(words):
        paragraph = table.cell(row, column).paragraphs[0]
        paragraph.style = "Brief Cell"
        paragraph.add_run(printable(text))


def _add_pairs(document: DocumentType, brief: Brief) -> None:
    """As large as the rest leaves room for, on one page: below each other, or four photos in a line."""
    pairs = brief.pairs[:MOST_PAIRS]
    left = _points_left(brief)
    below = (left / max(len(pairs), 1) - CAPTION_PT) / PT_PER_CM * 4 / 3
    if not pairs:
        return
    if below >= SMALLEST_CM:
        for pair in pairs:
            _add_photos(document, [pair], min(below, LARGEST_CM))
    elif (left - CAPTION_PT) / PT_PER_CM * 4 / 3 >= (shared := INNER_CM / 2 / len(pairs) - 0.2):
        _add_photos(document, pairs, shared)


def _points_left(brief: Brief) -> float:
    """An estimate on the safe side: how high the photos together may be."""
    letters = INNER_CM * PT_PER_CM / TEXT_PT
    lines = sum(math.ceil((len(paragraph) + 2) / letters) for paragraph in brief.paragraphs)
    tables = 2 if len(brief.numbers) > MOST_COLUMNS else 1
    inner = (PAGE_CM[1] - TOP_CM - BOTTOM_CM) * PT_PER_CM
    return (
        inner - (HEAD_PT if brief.heading else 0) - TITLE_PT - lines * LINE_PT - tables * TABLE_PT - FOOT_PT
    )


def _add_photos(document: DocumentType, pairs: Sequence[Pair], width_cm: float) -> None:
    """One line of photos, each with its words below."""
    photos = [
        (photo, f"{pair.site_name}（{words}）")
        for pair in pairs
        for photo, words in ((pair.before, "整治前"), (pair.after, "整治后"))
    ]
    table = document.add_table(rows=2, cols=len(photos))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, (photo, words) in enumerate(photos):
        picture, caption = (table.cell(row, column).paragraphs[0] for row in (0, 1))
        picture.style, caption.style = "Brief Photo", "Brief Caption"
        shown = BytesIO(as_jpeg(fitted(photo, 900)))
        picture.add_run().add_picture(shown, width=Cm(width_cm))
        caption.add_run(printable(words))
    # A row that breaks would leave a caption alone on the next page.
    for row in table.rows:
        properties: Any = parse_xml(f"<w:trPr {nsdecls('w')}><w:cantSplit/></w:trPr>")
        row._tr.append(properties)  # noqa: SLF001  python-docx has no name for it
