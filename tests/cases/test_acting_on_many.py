"""One move for many cases: which went, which did not and why."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.cases.models import Case, CaseChange, CaseEvent, ManyAct
from app.cases.services import act_on_case, many
from app.cases.sweepers import forget_answers
from app.core.clock import as_of, now
from tests.cases.conftest import Json, Street, named


def send(street: Street, who: str, cases: list[Json], action: str, **given: Any) -> TestResponse:
    """A move for these as sent, each with the version in hand."""
    targets = [{"id": case["id"], "version": case["version"]} for case in cases]
    body = {"action_id": str(uuid4()), "action": action} | ({"targets": targets} if cases else {}) | given
    return street.of(who).post("/cases/actions", json=body)


def act(street: Street, who: str, cases: list[Json], action: str, **given: Any) -> Json:
    """The same as answered."""
    answer = send(street, who, cases, action, **given)
    assert answer.status_code == 200, answer.json
    told: Json = answer.get_json()
    return told


def codes(told: Json) -> list[str | None]:
    return [result["code"] for result in told["results"]]


def rows_of(session: Session, case: Json) -> list[tuple[str, str]]:
    found = session.execute(
        select(CaseEvent.action, CaseEvent.to_status)
        .where(CaseEvent.case_id == UUID(case["id"]))
        .order_by(CaseEvent.id)
    )
    return [(action, status) for action, status in found]


def count(session: Session, model: type[CaseEvent] | type[CaseChange]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_each_case_is_its_own_act_with_its_own_rows(session: Session, street: Street) -> None:
    cases = [street.reported() for _ in range(3)]
    told = act(street, "supervisor", cases, "assign", department_id=str(street.department.id), note="一起派")
    assert (told["done"], told["refused"], told["next_after"], told["as_of"]) == (3, 0, None, None)
    assert [result["id"] for result in told["results"]] == [case["id"] for case in cases]
    assert {result["status"] for result in told["results"]} == {"assigned"}
    assert {result["version"] for result in told["results"]} == {2}
    assert {result["department_id"] for result in told["results"]} == {str(street.department.id)}
    assert len({result["number"] for result in told["results"]}) == 3
    for case in cases:
        assert rows_of(session, case) == [("report", "reported"), ("file", "filed"), ("assign", "assigned")]
        whole = street.of("supervisor").get(f"/cases/{case['id']}").get_json()
        assert whole["events"][-1]["note"] == "一起派"


def test_one_refused_leaves_the_others_alone(session: Session, street: Street) -> None:
    stale, wrong, good, mute = (street.reported() for _ in range(4))
    street.act("supervisor", stale, "comment", note="先看看")
    wrong = street.act("supervisor", wrong, "file")
    told = act(street, "supervisor", [stale, wrong, good, {"id": str(uuid4()), "version": 1}], "file")
    assert codes(told) == ["stale_version", "move_not_allowed", None, "case_not_found"]
    assert (told["done"], told["refused"]) == (1, 3)
    refused = told["results"][0]
    assert (refused["outcome"], refused["status"], refused["version"]) == ("refused", "reported", 2)
    assert told["results"][1]["number"] == wrong["number"]
    assert rows_of(session, stale)[-1][0] == "comment"
    assert codes(act(street, "supervisor", [mute], "reject")) == ["move_incomplete"]


def test_what_a_move_lacks_is_named_for_each_case(street: Street) -> None:
    told = act(street, "supervisor", [street.reported()], "reject")
    assert told["results"][0]["fields"] == {"note": ["Say why"]}


def test_what_one_may_not_see_is_never_named(street: Street) -> None:
    theirs, mine = street.reported(), street.reported("far_chief", location={"lon": 113.7, "lat": 34.9})
    mine = street.act("supervisor", mine, "file")
    told = act(street, "far_supervisor", [theirs, mine], "comment", note="看看")
    result = told["results"][0]
    assert {name: value for name, value in result.items() if value is not None} == {
        "id": theirs["id"],
        "outcome": "refused",
        "code": "case_not_found",
        "detail": "There is no such case for you",
    }


def test_what_one_may_see_but_not_do_is_forbidden_and_named(street: Street) -> None:
    case = street.act("supervisor", street.reported(), "file")
    result = act(street, "viewer", [case], "suspend", note="等施工")["results"][0]
    assert (result["code"], result["number"], result["status"]) == ("forbidden", case["number"], "filed")


def test_the_same_act_again_answers_the_same_without_acting(session: Session, street: Street) -> None:
    cases = [street.reported() for _ in range(3)]
    action_id = str(uuid4())
    first = act(street, "supervisor", cases, "file", action_id=action_id)
    before = count(session, CaseEvent), count(session, CaseChange)
    assert act(street, "supervisor", cases, "file", action_id=action_id) == first
    assert (count(session, CaseEvent), count(session, CaseChange)) == before


def test_an_action_id_that_stands_for_another_move_is_refused_case_by_case(street: Street) -> None:
    one, two = street.reported(), street.reported()
    action_id = str(uuid4())
    act(street, "supervisor", [one], "file", action_id=action_id)
    told = act(street, "supervisor", [one, two], "suspend", action_id=action_id, note="等")
    assert codes(told) == ["action_id_reused", "move_not_allowed"]


def test_many_merge_into_one_and_that_one_is_refused(street: Street) -> None:
    cases = [street.reported() for _ in range(3)]
    told = act(street, "supervisor", cases, "merge", into_id=cases[0]["id"])
    assert codes(told) == ["move_incomplete", None, None]
    survivor = street.of("supervisor").get(f"/cases/{cases[0]['id']}/duplicates").get_json()
    assert {case["id"] for case in survivor["merged"]} == {case["id"] for case in cases[1:]}


def test_unplaced_cases_are_put_on_a_segment_together(street: Street) -> None:
    far = {"lon": 113.9, "lat": 34.9}
    cases = [street.reported(location=far) for _ in range(2)]
    assert [case["segment_id"] for case in cases] == [None, None]
    told = act(street, "supervisor", cases, "move", segment_id=str(street.segment.id))
    assert told["done"] == 2


def test_photos_can_be_named_for_all(street: Street) -> None:
    cases = [street.assigned() for _ in range(2)]
    told = act(street, "handler", cases, "handle", photos=[named("after", "b")])
    assert {result["status"] for result in told["results"]} == {"handled"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "filter"),
        ({"targets": []}, "filter"),
        ({"filter": {}}, "filter"),
        ({"filter": {"statuz": ["reported"]}}, "filter.statuz"),
        ({"filter": {"status": ["lost"]}}, "filter.status.0"),
        ({"filter": {"status": ["reported"]}, "most": 201}, "most"),
        ({"filter": {"status": ["reported"]}, "suggested": True}, "suggested"),
        ({"targets": [{"id": str(UUID(int=1))}]}, "targets.0.version"),
        ({"targets": [{"id": str(UUID(int=1)), "version": 1}] * 2}, "targets"),
        ({"targets": [{"id": str(UUID(int=n)), "version": 1} for n in range(201)]}, "targets"),
        ({"targets": [{"id": str(UUID(int=1)), "version": 1}], "after_id": str(UUID(int=1))}, "after_id"),
        ({"targets": [{"id": str(UUID(int=1)), "version": 1}], "filter": {"overdue": True}}, "filter"),
        ({"targets": [{"id": str(UUID(int=1)), "version": 1}], "version": 1}, "version"),
        ({"targets": [{"id": str(UUID(int=1)), "version": 1}], "drop_photos": []}, "drop_photos"),
    ],
)
def test_a_body_that_cannot_be_meant_is_refused_as_a_whole(street: Street, given: Json, field: str) -> None:
    answer = send(street, "supervisor", [], "file", **given)
    assert (answer.status_code, list(answer.get_json()["fields"])) == (422, [field])


def test_suggested_excludes_naming_a_department(street: Street) -> None:
    given = {"suggested": True, "department_id": str(street.department.id)}
    answer = send(street, "supervisor", [street.reported()], "assign", **given)
    assert list(answer.get_json()["fields"]) == ["suggested"]


def test_an_unknown_action_is_refused_before_anything(session: Session, street: Street) -> None:
    case = street.reported()
    answer = send(street, "supervisor", [case], "vanish")
    assert (answer.status_code, list(answer.get_json()["fields"])) == (422, ["action"])
    assert session.get_one(Case, UUID(case["id"])).version == 1


def by_filter(street: Street, action: str, wanted: Json, **given: Any) -> list[Json]:
    """All pages of an act on what a filter finds, as a desk asks for them."""
    body = {"filter": wanted, "action_id": str(uuid4())} | given
    pages = [act(street, "supervisor", [], action, **body)]
    while pages[-1]["next_after"]:
        page = {"after_id": pages[-1]["next_after"], "as_of": pages[-1]["as_of"]}
        pages.append(act(street, "supervisor", [], action, **body, **page))
    return pages


def test_all_that_match_are_met_once_each_page_after_page(street: Street) -> None:
    cases = [street.reported() for _ in range(7)]
    left = street.act("supervisor", street.reported(), "file")
    pages = by_filter(street, "file", {"status": ["reported"]}, most=3)
    assert [page["done"] for page in pages] == [3, 3, 1]
    met = [result["id"] for page in pages for result in page["results"]]
    assert met == sorted(case["id"] for case in cases)
    assert left["id"] not in met


def test_a_page_that_is_just_full_is_the_last(street: Street) -> None:
    for _ in range(4):
        street.reported()
    pages = by_filter(street, "file", {"status": ["reported"]}, most=4)
    assert [(page["done"], page["next_after"]) for page in pages] == [(4, None)]


def test_nothing_that_matches_is_an_answer(street: Street) -> None:
    (page,) = by_filter(street, "resume", {"status": ["suspended"]})
    assert (page["results"], page["done"], page["refused"]) == ([], 0, 0)


def test_the_filter_is_that_of_the_list(street: Street) -> None:
    one = street.reported(description="井盖破损")
    street.reported(description="占道经营")
    (page,) = by_filter(street, "comment", {"q": "井盖", "unplaced": False}, note="看过")
    assert [result["id"] for result in page["results"]] == [one["id"]]


def test_a_filter_finds_what_one_may_see_and_no_more(street: Street) -> None:
    street.reported()
    answer = send(street, "outsider", [], "comment", filter={"status": ["reported"]}, note="看看")
    assert answer.get_json()["results"] == []


def test_the_same_page_again_answers_the_same_though_the_filter_finds_others_now(
    session: Session, street: Street
) -> None:
    for _ in range(3):
        street.reported()
    given: Json = {"action_id": str(uuid4()), "filter": {"status": ["reported"]}, "most": 2}
    first = act(street, "supervisor", [], "file", **given)
    before = count(session, CaseEvent)
    assert act(street, "supervisor", [], "file", **given) == first
    assert count(session, CaseEvent) == before


def test_what_arrives_between_two_pages_is_not_meant(street: Street) -> None:
    for _ in range(2):
        street.reported()
    given: Json = {"action_id": str(uuid4()), "filter": {"status": ["reported"]}, "most": 1}
    first = act(street, "supervisor", [], "file", **given)
    with as_of(now() + timedelta(minutes=1)):
        late = street.reported(case_id=UUID(int=2**128 - 1))
        page = {"after_id": first["next_after"], "as_of": first["as_of"], "most": 200}
        second = act(street, "supervisor", [], "file", **(given | page))
    assert late["id"] not in [result["id"] for result in second["results"]]
    assert (second["done"], second["next_after"]) == (1, None)


def test_what_changed_between_two_pages_is_stale(street: Street) -> None:
    cases = sorted((street.reported() for _ in range(2)), key=lambda case: str(case["id"]))
    given: Json = {"action_id": str(uuid4()), "filter": {"status": ["reported"]}, "most": 1}
    first = act(street, "supervisor", [], "file", **given)
    with as_of(now() + timedelta(minutes=1)):
        street.act("supervisor", cases[1], "comment", note="等一下")
        page = {"after_id": first["next_after"], "as_of": first["as_of"]}
        second = act(street, "supervisor", [], "file", **(given | page))
    assert codes(second) == ["stale_version"]
    assert second["results"][0]["version"] == 2


def test_cut_short_it_goes_on_where_it_was(
    session: Session, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the second of four: two stand as whole acts, the rest follows with the next try."""
    for _ in range(4):
        street.reported()
    given: Json = {"action_id": str(uuid4()), "filter": {"status": ["reported"]}}
    tried: list[UUID] = []

    def dies_at_the_third(*args: Any, **kwargs: Any) -> Case:
        tried.append(args[1])
        if len(tried) == 3:
            raise RuntimeError
        return act_on_case(*args, **kwargs)

    monkeypatch.setattr(many, "act_on_case", dies_at_the_third)
    assert send(street, "supervisor", [], "file", **given).status_code == 500
    monkeypatch.setattr(many, "act_on_case", act_on_case)
    told = act(street, "supervisor", [], "file", **given)
    assert (told["done"], told["refused"]) == (4, 0)
    filed = session.scalars(select(CaseEvent.case_id).where(CaseEvent.action == "file")).all()
    assert (len(filed), len(set(filed))) == (4, 4)
    assert {result["version"] for result in told["results"]} == {2}


def test_another_person_with_the_same_words_acts_for_themselves(street: Street) -> None:
    case = street.act("supervisor", street.reported(), "file")
    given: Json = {"action_id": str(uuid4()), "note": "等"}
    act(street, "supervisor", [case], "comment", **given)
    assert codes(act(street, "viewer", [case], "comment", **given)) == ["action_id_reused"]


def test_answers_are_forgotten_after_a_week_and_acts_never(session: Session, street: Street) -> None:
    case = street.reported()
    given: Json = {"action_id": str(uuid4())}
    act(street, "supervisor", [case], "file", **given)
    with as_of(now() + timedelta(days=6)):
        assert not forget_answers()
    with as_of(now() + timedelta(days=8)):
        assert forget_answers()
        assert not forget_answers()
    assert session.scalar(select(func.count()).select_from(ManyAct)) == 0
    assert act(street, "supervisor", [case], "file", **given)["done"] == 1
    assert len(rows_of(session, case)) == 2
