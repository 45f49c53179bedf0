"""The brief: composed from the numbers, edited by one at a time, set for Word and drawn for a chat."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from docx import Document
from docx.shared import Cm
from PIL import Image
from sqlalchemy.orm import Session

from app.cleanups.brief import word
from app.cleanups.brief.content import Brief, Number, printable
from app.cleanups.brief.picture import draw_picture, wrap
from app.cleanups.models import Shop
from app.core.clock import now
from app.core.fonts import font, writable
from app.core.storage import storage
from app.media.keys import key
from app.media.models import Photo, PhotoUpload
from tests.cleanups.conftest import Json, Office, refused, taken

WORDS = {
    "title": "全城清洁第46期",
    "heading": "棉纺路街道工作简报",
    "weather": "晴 8—15℃",
    "text": "第一段。\n第二段。",
}


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[None]:
    before = storage._url
    storage.bind(f"file://{tmp_path}")
    yield
    storage.bind(before)


def brief(office: Office, session: Json, who: str = "organiser") -> Json:
    return taken(office.of(who).get(f"/cleanup-sessions/{session['id']}/brief"), 200)


def hold(office: Office, series: Json, day: str, volunteers: int, shop: Shop | None = None) -> Json:
    session = office.session(series, held_on=day)
    taken(office.count(session, uuid4(), 1, volunteer=volunteers, party_member=2), 201)
    if shop is not None:
        body = {"took_part": [str(shop.id)]}
        taken(office.of("organiser").post(f"{office.at(session)}/shops", json=body), 200)
    return session


def hang(office: Office, session: Json, role: str, color: str) -> None:
    """A photo of the first site, its bytes there and made ready."""
    content = BytesIO()
    Image.new("RGB", (1600, 1200), color).save(content, "JPEG")
    sha256 = hashlib.sha256(content.getvalue()).hexdigest()
    storage.put(key("screen", sha256), content.getvalue())
    db: Session = office.make.session
    given = {"content_type": "image/jpeg", "byte_size": 1, "width": 1600, "height": 1200}
    db.add(Photo(sha256=sha256, received_at=now(), derived_at=now(), **given))
    db.flush()
    db.add(PhotoUpload(sha256=sha256, user_id=office.people["organiser"].id, uploaded_at=now()))
    db.flush()
    answer = office.of("organiser").put(f"{office.at(session)}/photos/{sha256}", json={"role": role})
    assert answer.status_code == 204


def test_it_is_composed_against_last_week_and_since_january(office: Office) -> None:
    series = office.series()
    values = {"unit_id": office.make.office.id, "segment_id": office.segment.id, "updated_at": now()}
    shop = office.make._add(Shop(name="甲", **values))
    hold(office, series, "2026-01-10", 100, shop)
    hold(office, series, "2026-11-14", 30, shop)
    session = hold(office, series, "2026-11-21", 40, shop)
    hold(office, series, "2026-11-28", 999)
    answer = brief(office, session, "viewer")
    assert (answer["version"], answer["is_stored"]) == (0, False)
    assert answer["title"] == "棉纺路街道“全城清洁”活动简报"
    assert "参加42人次，其中社区党员2人次、志愿者40人次，沿街门店参与1户。" in answer["text"]
    assert "与上周相比，参加人次增加10人次，参与门店持平；“全城清洁”今年以来累计参加176人次" in answer["text"]
    numbers = {row["name"]: (row["now"], row["last_week"], row["since_january"]) for row in answer["numbers"]}
    assert numbers["人次合计"] == (42, 32, 176)
    assert numbers["参与门店（户）"] == (1, 1, 1)


def test_several_sessions_a_week_stand_against_as_many_of_the_week_before(office: Office) -> None:
    series = office.series(weekdays=[2, 4, 6])
    for day, volunteers in (("2026-11-10", 8), ("2026-11-12", 18), ("2026-11-14", 500)):
        hold(office, series, day, volunteers)
    first = hold(office, series, "2026-11-17", 28)
    second = hold(office, series, "2026-11-19", 38)

    def against(session: Json) -> tuple[float, float]:
        total = next(row for row in brief(office, session)["numbers"] if row["name"] == "人次合计")
        return total["now"], total["last_week"]

    assert (against(first), against(second)) == ((30, 10), (70, 30))
    words = brief(office, second)["text"]
    assert "参加40人次" in words
    assert "本周已开展2次，累计参加70人次" in words
    assert "与上周同期相比，参加人次增加40人次" in words
    assert "与上周相比，参加人次增加20人次" in brief(office, first)["text"]


def test_what_nobody_edited_follows_the_numbers(office: Office) -> None:
    session = hold(office, office.series(), "2026-11-21", 40)
    path = f"/cleanup-sessions/{session['id']}/brief"
    body = {"version": 0, "title": "第46期", "weather": "晴"}
    kept = taken(office.of("organiser").put(path, json=body), 200)
    assert (kept["is_stored"], kept["is_text_edited"], kept["are_pairs_chosen"]) == (True, False, False)
    taken(office.count(session, uuid4(), 1, volunteer=5), 201)
    for role, color in (("before", "#777777"), ("after", "#66aa66")):
        hang(office, session, role, color)
    now_ = brief(office, session)
    assert "参加47人次" in now_["text"]
    assert [pair["pair"] for pair in now_["pairs"]] == [1]
    told = taken(office.of("organiser").put(path, json=body | {"version": 1, "text": "甲", "pairs": []}), 200)
    assert (told["text"], told["pairs"]) == ("甲", [])
    assert (told["is_text_edited"], told["are_pairs_chosen"]) == (True, True)
    again = taken(office.of("organiser").put(path, json=body | {"version": 2}), 200)
    assert ("参加47人次" in again["text"], again["is_text_edited"]) == (True, False)


def test_without_a_last_week_nothing_is_compared(office: Office) -> None:
    session = hold(office, office.series(), "2026-11-21", 40)
    answer = brief(office, session)
    assert "与上周相比" not in answer["text"]
    assert {row["last_week"] for row in answer["numbers"]} == {None}


def test_words_are_kept_and_one_edits_at_a_time(office: Office) -> None:
    session = office.session()
    path = f"/cleanup-sessions/{session['id']}/brief"
    kept = taken(office.of("organiser").put(path, json=WORDS | {"version": 0}), 200)
    assert (kept["version"], kept["is_stored"], kept["text"]) == (1, True, WORDS["text"])
    assert taken(office.of("organiser").put(path, json=WORDS | {"version": 0}), 200)["version"] == 1
    for version in (0, 7):
        stale = office.of("other_organiser").put(path, json=WORDS | {"version": version, "title": "乙"})
        assert refused(stale) == (409, "stale_version")
        assert stale.get_json()["brief"]["title"] == WORDS["title"]
    assert taken(office.of("other_organiser").put(path, json=WORDS | {"version": 1, "title": "乙"}), 200)
    assert brief(office, session, "viewer")["title"] == "乙"


def test_the_word_document_reads_back(office: Office) -> None:
    session = hold(office, office.series(), "2026-11-21", 40)
    for role, color in (("before", "#777777"), ("after", "#66aa66")):
        hang(office, session, role, color)
    path = f"/cleanup-sessions/{session['id']}/brief"
    pair = {"site_id": session["sites"][0]["id"], "pair": 1}
    body = WORDS | {"version": 0, "pairs": [pair], "signature": "棉纺路街道办事处"}
    taken(office.of("organiser").put(path, json=body), 200)
    answer = office.of("viewer").get(f"{path}.docx")
    assert answer.content_type == word.CONTENT_TYPE
    document = Document(BytesIO(answer.data))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[:5] == [
        "棉纺路街道工作简报",
        "全城清洁第46期",
        "2026年11月21日（星期六）　晴 8—15℃",
        "第一段。",
        "第二段。",
    ]
    assert words[-1] == "棉纺路街道办事处"
    assert document.tables[0].cell(1, 1).text == "42"
    assert len(document.inline_shapes) == 2
    page = document.sections[0]
    assert page.page_width == pytest.approx(Cm(21.0), rel=1e-3)
    fonts = next(
        part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"
    )
    assert "仿宋_GB2312".encode() in fonts.blob


def test_the_picture_is_long_and_grows_with_its_photos(office: Office) -> None:
    session = hold(office, office.series(), "2026-11-21", 40)
    path = f"/cleanup-sessions/{session['id']}/brief.png"
    without = office.of("viewer").get(path)
    assert without.content_type == "image/png"
    for role, color in (("before", "#777777"), ("after", "#66aa66")):
        hang(office, session, role, color)
    plain, full = (Image.open(BytesIO(office.of("viewer").get(path).data)), Image.open(BytesIO(without.data)))
    assert plain.width == full.width == 1080
    assert plain.height > full.height + 300
    # A JPEG gives colours back nearly.
    assert any(abs(red - 0x66) + abs(green - 0xAA) < 6 for _, (red, green, _) in colors_of(plain))


def colors_of(image: Image.Image) -> Any:
    return image.convert("RGB").getcolors(1_000_000) or []


def test_text_of_any_kind_can_be_set() -> None:
    odd = "甲\x01乙\x0b<&>\ufffe" + "长" * 2000
    made = Brief(odd, odd, now().date(), odd, f"{odd}\n{odd}", odd, [Number(odd[:9], 1.5, None, 2e6)], [])
    assert printable(odd).startswith("甲乙<&>长")
    assert word.write_word(made).startswith(b"PK")
    assert draw_picture(made).startswith(b"\x89PNG")


def test_no_picture_shows_boxes_for_pictographs() -> None:
    assert writable("干净了😀👷\u200d♀\ufe0f！𠮷") == writable("干净了♀！𠮷")


def test_lines_break_where_they_may() -> None:
    lines = wrap("一二三四五。六七", font(20), 100)
    assert lines == ["一二三四五。", "六七"]
    assert wrap("", font(20), 100) == [""]


def test_who_reads_and_who_writes(office: Office) -> None:
    session = office.session()
    path = f"/cleanup-sessions/{session['id']}/brief"
    body = WORDS | {"version": 0}
    assert office.of("supervisor").put(path, json=body).status_code == 403
    assert office.of("far_organiser").get(path).status_code == 404
    assert office.of("chief").get(f"{path}.docx").status_code == 403
    assert refused(office.of("organiser").put(path, json=body | {"title": ""})) == (422, "invalid")


def test_stored_words_can_be_composed_anew_from_the_numbers_of_now(office: Office) -> None:
    session = hold(office, office.series(), "2026-11-21", 40)
    path = f"/cleanup-sessions/{session['id']}/brief"
    taken(office.of("organiser").put(path, json=WORDS | {"version": 0}), 200)
    taken(office.count(session, uuid4(), 1, volunteer=5), 201)
    anew = taken(office.of("organiser").get(f"{path}?composed=true"), 200)
    assert "参加47人次" in anew["text"]
    assert (anew["version"], anew["is_stored"]) == (1, True)
    assert brief(office, session)["text"] == WORDS["text"]
