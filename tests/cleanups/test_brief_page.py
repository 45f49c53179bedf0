"""The Word brief as an office's machine lays it out: LibreOffice turns it into pages."""

import os
import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.cleanups.brief import word
from app.cleanups.brief.content import Brief, Number, Pair

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
TEXT = "活动中，参加984人次，其中社区党员189人次、楼栋长156人次、志愿者252人次、驻辖区单位178人次。" * 3
# `make test` installs it on Debian, so that nothing is left out unseen there.
needs_office = pytest.mark.skipif(
    OFFICE is None and "CI" not in os.environ, reason="LibreOffice is not installed; briefs are not laid out"
)


def jpeg(color: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (1600, 1200), color).save(content, "JPEG")
    return content.getvalue()


def made(*, lines: int, pairs: int, paragraphs: int, heading: str = "") -> Brief:
    pair = Pair("棉纺路：百花路—工人路", jpeg("#777777"), jpeg("#66aa66"))
    return Brief(
        heading,
        "棉纺路街道“全城清洁”活动简报",
        date(2026, 11, 21),
        "晴　8—15℃",
        "\n".join([TEXT] * paragraphs),
        "棉纺路街道　2026年11月21日",
        [Number("冲洗路面（平方米）", 11936, 12509, 508532)] * lines,
        [pair] * pairs,
    )


BRIEFS = {
    "as_composed": made(lines=15, pairs=2, paragraphs=3, heading="棉纺路街道工作简报"),
    "short": made(lines=4, pairs=1, paragraphs=1),
    "without_photos": made(lines=15, pairs=0, paragraphs=3),
    "wordy": made(lines=15, pairs=2, paragraphs=6, heading="棉纺路街道工作简报"),
}


@needs_office
def test_every_usual_brief_is_one_page(tmp_path: Path) -> None:
    for name, brief in BRIEFS.items():
        (tmp_path / f"{name}.docx").write_bytes(word.write_word(brief))
    files = [str(tmp_path / f"{name}.docx") for name in BRIEFS]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = {name: len(PAGE.findall((tmp_path / f"{name}.pdf").read_bytes())) for name in BRIEFS}
    assert pages == dict.fromkeys(BRIEFS, 1)


def test_a_brief_with_much_to_say_is_set_smaller() -> None:
    sizes = [word._text_size(BRIEFS[name])[0] for name in ("short", "as_composed", "wordy")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
