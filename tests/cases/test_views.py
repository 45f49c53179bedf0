"""Counts beside views say what the views' lists show."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.queries import view_counts
from app.cases.views import VIEWS, View
from app.core.clock import as_of, now
from tests.cases.conftest import Json, Street, named
from tests.cases.test_statements import counted

ALL: tuple[View, ...] = get_args(View)


def counts(street: Street, who: str = "supervisor", **query: Any) -> dict[str, Json]:
    answer = street.of(who).get("/cases/counts", query_string={"views": list(ALL)} | query)
    assert answer.status_code == 200, answer.json
    return {count["view"]: count for count in answer.get_json()["views"]}


@pytest.fixture
def busy(street: Street) -> Street:
    """A street with something in every view."""
    with as_of(now() - timedelta(hours=5)):
        street.assigned()
        late = street.assigned()
        street.act("handler", street.assigned(), "handle", photos=[named("after", "b")])
    street.act("handler", late, "ask_extension", due_at=(now() + timedelta(days=1)).isoformat(), note="难")
    with as_of(now() - timedelta(hours=3.5)):
        street.assigned()
    street.act("supervisor", street.assigned(), "suspend", note="等")
    street.reported("supervisor", source="hotline", photos=[])
    street.act("supervisor", street.reported(), "file")
    street.act("supervisor", street.reported(), "reject", note="不属实")
    street.reported("office_supervisor", location={"lon": 113.9, "lat": 34.9, "datum": "wgs84"})
    return street


def test_every_view_has_something_to_show(busy: Street) -> None:
    empty = [view for view, count in counts(busy).items() if not count["total"]]
    assert empty == []


@pytest.mark.parametrize("who", ["supervisor", "office_supervisor", "chief", "handler", "viewer", "outsider"])
def test_the_count_is_what_the_query_lists(busy: Street, who: str) -> None:
    caller = busy.of(who)
    for count in counts(busy, who).values():
        page = caller.get(f"/cases?{count['query']}")
        assert page.status_code == 200, page.json
        listed = len(page.get_json()["items"])
        assert (count["total"], count["total_capped"]) == (listed, False), count


def test_views_stand_within_whatever_else_is_asked(busy: Street) -> None:
    far = counts(busy, unit_id=busy.make.district.id)
    assert {view: count["total"] for view, count in far.items()} == {
        view: count["total"] for view, count in counts(busy).items()
    }
    nowhere = counts(busy, segment_id="00000000-0000-0000-0000-000000000000")
    assert {count["total"] for count in nowhere.values()} == {0}


def test_only_the_views_asked_for_in_their_order(busy: Street) -> None:
    for query in ("views=overdue,mine", "views=overdue&views=mine", "views=overdue,mine&views=mine"):
        answer = busy.of("supervisor").get(f"/cases/counts?{query}").get_json()
        assert ([count["view"] for count in answer["views"]], answer["roads"]) == (["overdue", "mine"], [])


def test_by_road_tells_how_many_are_open_on_each(busy: Street) -> None:
    answer = busy.of("supervisor").get("/cases/counts?views=by_road").get_json()
    (road,) = answer["roads"]
    assert road["key"] == str(busy.segment.road_id)
    assert (road["total"], road["open"]) == (answer["views"][0]["total"],) * 2
    assert road["overdue"] == counts(busy)["overdue"]["total"]


def test_counting_ends_at_a_thousand(busy: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_counts, "COUNTED_TO", 2)
    shown = counts(busy)
    assert (shown["open"]["total"], shown["open"]["total_capped"]) == (2, True)
    assert (shown["to_check"]["total"], shown["to_check"]["total_capped"]) == (1, False)


@pytest.mark.parametrize("views", ["", "all", "mine,", "mine,mine2"])
def test_views_nobody_has_are_refused(street: Street, views: str) -> None:
    answer = street.of("supervisor").get("/cases/counts", query_string={"views": views})
    assert answer.status_code == 422


def kept(street: Street, *texts: str, who: str = "supervisor", views: str = "open") -> list[Json]:
    """What filters of one's own count."""
    answer = street.of(who).get("/cases/counts", query_string={"views": views, "kept": list(texts)})
    assert answer.status_code == 200, answer.json
    found: list[Json] = answer.get_json()["kept"]
    return found


@pytest.mark.parametrize("who", ["supervisor", "chief", "outsider"])
def test_a_filter_of_ones_own_counts_what_its_query_lists(busy: Street, who: str) -> None:
    texts = [
        "status=assigned&status=handling&sort=due_at",
        "overdue=true&limit=1",
        f"segment_id={busy.segment.id}&q=%E6%A1%90%E6%9F%8F",
        f"bbox=113,34,114,35&department_id={busy.department.id}",
        "",
    ]
    for text, count in zip(texts, kept(busy, *texts, who=who), strict=True):
        page = busy.of(who).get(f"/cases?{text.replace('&limit=1', '')}").get_json()
        assert count == {"total": len(page["items"]), "total_capped": False}, text


def test_kept_filters_stand_beside_what_else_is_asked_not_within(busy: Street) -> None:
    query = {"views": "reported", "kept": ["status=assigned"], "status": "closed"}
    answer = busy.of("supervisor").get("/cases/counts", query_string=query).get_json()
    assert answer["kept"][0]["total"] == kept(busy, "status=assigned")[0]["total"] > 0


def test_counting_what_is_kept_ends_at_a_thousand_as_well(
    busy: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_counts, "COUNTED_TO", 2)
    assert kept(busy, "", "status=rejected") == [
        {"total": 2, "total_capped": True},
        {"total": 1, "total_capped": False},
    ]


@pytest.mark.parametrize("text", ["status=lost", "segment_id=1", "bbox=1,2", "q=" + "x" * 201])
def test_a_kept_filter_that_cannot_be_says_which(street: Street, text: str) -> None:
    query = {"views": "open", "kept": ["status=filed", text]}
    answer = street.of("supervisor").get("/cases/counts", query_string=query)
    assert answer.status_code == 422
    assert [name for name in answer.get_json()["fields"] if name.startswith("kept.1")]


def test_no_more_than_twenty_are_counted(street: Street) -> None:
    query = {"views": "open", "kept": [""] * 21}
    assert street.of("supervisor").get("/cases/counts", query_string=query).status_code == 422


def test_a_merged_case_is_nobodys_task_whatever_was_asked_before(session: Session, busy: Street) -> None:
    before = counts(busy)["mine"]["total"]
    asked = session.query(Case).filter(Case.extension_asked_until.is_not(None)).one()
    asked.status = "merged"
    session.flush()
    assert counts(busy)["mine"]["total"] == before - 1


def test_all_views_take_one_statement_and_roads_one_more(session: Session, busy: Street) -> None:
    counts(busy)
    with counted(session) as statements:
        counts(busy, kept=["status=filed", "overdue=true"])
    assert len(statements) <= 4, "\n".join(statements)


def test_views_are_filters_of_the_list() -> None:
    assert set(VIEWS) == set(ALL)
