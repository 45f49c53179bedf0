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
GUTTER_CM = 0.2
MOST_LINES = 6
COLUMNS_CM = (3.25, 1.5, 1.5, 1.65)
"""Of half a table: name, this week, last week, since January."""
TEXTS = ((14.0, 23.0), (12.0, 19.0), (10.5, 16.0))
"""Size and line of the text: the largest with which the page suffices."""
HEAD_PT, TITLE_PT, ROW_PT, GAP_PT, FOOT_PT, CAPTION_PT = 60, 64, 17, 8, 45, 28
"""What the parts around the text take at most."""
LAST_LATIN, LATIN = 0x2E7F, 0.7
"""How much of a Chinese character's width another takes, with the space around numbers."""


MARGINS = '<w:tblCellMar {}><w:left w:w="{}" w:type="dxa"/><w:right w:w="{}" w:type="dxa"/></w:tblCellMar>'
"""In twentieths of a point; the usual ones cut off a photo as wide as its cell."""


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
    Look("Brief Cell", FANG, 9.5, 15),
    Look("Brief Name", FANG, 9.5, 15, align=WD_ALIGN_PARAGRAPH.LEFT),
    Look("Brief Gap", FANG, 5, GAP_PT),
    Look("Brief Caption", FANG, 9.5, 13, after=2),
    Look("Brief Photo", FANG, 10.5, 0, before=6),
    Look("Brief Signature", FANG, 14, 23, align=WD_ALIGN_PARAGRAPH.RIGHT, before=4),
)


def write_word(brief: Brief) -> bytes:
    """The .docx file."""
    document = Document()
    _lay_page(document)
    for look in (*LOOKS, _text_look(*_text_size(brief))):
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


def _text_size(brief: Brief) -> tuple[float, float]:
    return next((size for size in TEXTS if _points_left(brief, *size) >= 0), TEXTS[-1])


def _text_look(size: float, line: float) -> Look:
    return Look("Brief Text", FANG, size, line, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=2 * size)


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
    """A line for each number; many stand in two halves beside each other."""
    if not brief.numbers:
        return
    halves = 2 if len(brief.numbers) > MOST_LINES else 1
    lines = _lines_of_table(brief.numbers)
    document.add_paragraph("", "Brief Gap")
    table = document.add_table(rows=lines + 1, cols=4 * halves, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for half in range(halves):
        _fill_line(table, 0, half, ("项目", "本周", "上周同期", "今年累计"))
        for line, number in enumerate(brief.numbers[half * lines : (half + 1) * lines], 1):
            _fill_line(table, line, half, _cells(number))
    _set_widths(table, [width * 2 / halves for width in COLUMNS_CM] * halves)
    _set_margins(table, 45)


def _lines_of_table(numbers: Sequence[Number]) -> int:
    return math.ceil(len(numbers) / 2) if len(numbers) > MOST_LINES else len(numbers)


def _set_margins(table: Table, twentieths: int) -> None:
    margins = parse_xml(MARGINS.format(nsdecls("w"), twentieths, twentieths))
    table._tblPr.append(margins)  # noqa: SLF001  python-docx has no name for it


def _set_widths(table: Table, widths_cm: Sequence[float]) -> None:
    """Of every cell, as programs differ in where they look."""
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)


def _cells(number: Number) -> tuple[str, ...]:
    last = "—" if number.last_week is None else in_words(number.last_week)
    return number.name, in_words(number.now), last, in_words(number.since_january)


def _fill_line(table: Table, line: int, half: int, words: tuple[str, ...]) -> None:
    cells = table.rows[line].cells[half * 4 : half * 4 + 4]
    for place, (cell, text) in enumerate(zip(cells, words, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = "Brief Cell" if place else "Brief Name"
        paragraph.add_run(printable(text))


def _add_pairs(document: DocumentType, brief: Brief) -> None:
    """As large as the rest leaves room for, on one page: below each other, or four photos in a line."""
    pairs = brief.pairs[:MOST_PAIRS]
    left = _points_left(brief, *_text_size(brief))
    below = (left / max(len(pairs), 1) - CAPTION_PT) / PT_PER_CM * 4 / 3
    if not pairs:
        return
    if below >= SMALLEST_CM:
        for pair in pairs:
            _add_photos(document, [pair], min(below, LARGEST_CM))
    elif (left - CAPTION_PT) / PT_PER_CM * 4 / 3 >= (shared := INNER_CM / 2 / len(pairs) - GUTTER_CM):
        _add_photos(document, pairs, shared)


def _points_left(brief: Brief, text_pt: float, line_pt: float) -> float:
    """An estimate on the safe side: how high the photos together may be."""
    letters = INNER_CM * PT_PER_CM / text_pt
    lines = sum(math.ceil((_width(paragraph) + 2) / letters) for paragraph in brief.paragraphs)
    table = (_lines_of_table(brief.numbers) + 1) * ROW_PT + 2 * GAP_PT
    inner = (PAGE_CM[1] - TOP_CM - BOTTOM_CM) * PT_PER_CM
    return inner - (HEAD_PT if brief.heading else 0) - TITLE_PT - lines * line_pt - table - FOOT_PT


def _width(text: str) -> float:
    """In Chinese characters."""
    return sum(1 if ord(letter) > LAST_LATIN else LATIN for letter in text)


def _add_photos(document: DocumentType, pairs: Sequence[Pair], width_cm: float) -> None:
    """One line of photos, each with its words below."""
    photos = [
        (photo, f"{pair.site_name}（{words}）")
        for pair in pairs
        for photo, words in ((pair.before, "整治前"), (pair.after, "整治后"))
    ]
    document.add_paragraph("", "Brief Gap")
    table = document.add_table(rows=2, cols=len(photos))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_margins(table, 0)
    _set_widths(table, [width_cm + GUTTER_CM] * len(photos))
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
