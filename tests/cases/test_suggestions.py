"""Who should get a case: shown with its reason, ordered by an administrator, tried before it holds."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import AuditEntry, Department
from app.accounts.queries.places import DEPARTMENTS
from app.cases.models import Case, CaseEvent, SuggestionRule
from app.core.stamps import bump
from tests.cases.conftest import Json, Street
from tests.cases.test_acting_on_many import act, codes
from tests.cases.test_statements import counted

FAR = {"lon": 113.9, "lat": 34.9}


def a_rule(street: Street, **given: Any) -> Json:
    """A rule as an administrator sends it, fitting everything of the district."""
    rule = {"id": uuid4(), "unit_id": street.make.district.id, "department_id": street.department.id}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in (rule | given).items()}


def put(street: Street, *rules: Json, version: int | None = None, who: str = "admin") -> TestResponse:
    if version is None:
        version = street.of(who).get("/suggestion-rules").get_json()["version"]
    return street.of(who).put("/suggestion-rules", json={"version": version, "items": list(rules)})


def set_rules(street: Street, *rules: Json) -> Json:
    answer = put(street, *rules)
    assert answer.status_code == 200, answer.json
    told: Json = answer.get_json()
    return told


def suggestion(street: Street, case: Json, who: str = "supervisor") -> Json | None:
    told: Json | None = street.of(who).get(f"/cases/{case['id']}").get_json()["suggestion"]
    return told


def test_without_rules_and_duties_nobody_is_suggested(street: Street) -> None:
    assert suggestion(street, street.reported()) is None


def test_a_duty_is_suggested_with_its_reason(street: Street) -> None:
    street.make.duty(street.department, category=street.category)
    told = suggestion(street, street.reported())
    assert told is not None
    assert (told["department_id"], told["department_name"]) == (str(street.department.id), "综合执法队")
    reason = {name: value for name, value in told["reason"].items() if value}
    assert reason == {"kind": "duty", "category_name": "占道经营", "unit_name": "中原区"}


def test_a_duty_for_every_category_names_none(street: Street) -> None:
    street.make.duty(street.department, unit=street.make.office)
    told = suggestion(street, street.reported())
    assert told is not None
    assert (told["reason"]["category_name"], told["reason"]["unit_name"]) == (None, "棉纺路街道")


def test_a_rule_is_suggested_with_what_made_the_difference(street: Street) -> None:
    street.make.duty(street.department, category=street.category)
    other = street.make.department("环卫所")
    dead = a_rule(street, is_active=False)
    given = {
        "segment_id": street.segment.id,
        "side": "north",
        "source": "patrol",
        "note": "环卫包干",
    }
    rule = a_rule(street, department_id=other.id, class_name="街面秩序", **given)
    set_rules(street, dead, rule)
    told = suggestion(street, street.reported())
    assert told is not None
    assert told["department_name"] == "环卫所"
    assert {name: value for name, value in told["reason"].items() if value} == {
        "kind": "rule",
        "rule_id": rule["id"],
        "rank": 2,
        "note": "环卫包干",
        "class_name": "街面秩序",
        "segment_name": "桐柏路：建设路—棉纺路",
        "side": "north",
        "source": "patrol",
    }


def test_a_rule_of_a_road_fits_all_its_segments(street: Street) -> None:
    set_rules(street, a_rule(street, road_id=street.segment.road_id))
    told = suggestion(street, street.reported())
    assert told is not None
    assert told["reason"]["road_name"] is not None
    assert suggestion(street, street.reported(location=FAR)) is None


def test_the_answer_to_a_report_has_it_as_well(street: Street) -> None:
    set_rules(street, a_rule(street, source="hotline", road_id=street.segment.road_id))
    case = street.reported("supervisor", source="hotline")
    assert case["suggestion"]["department_name"] == "综合执法队"
    assert suggestion(street, case) == case["suggestion"]


def test_only_who_may_assign_is_told(street: Street) -> None:
    set_rules(street, a_rule(street))
    case = street.reported()
    told = {who: suggestion(street, case, who) for who in ("chief", "viewer", "admin", "office_supervisor")}
    assert [who for who, found in told.items() if found] == ["office_supervisor"]


def test_there_is_none_where_it_cannot_be_assigned(street: Street) -> None:
    set_rules(street, a_rule(street))
    assert suggestion(street, street.handled()) is None


def test_a_change_of_anything_it_is_read_from_holds_at_once(session: Session, street: Street) -> None:
    set_rules(street, a_rule(street))
    case = street.reported()
    assert suggestion(street, case) is not None
    session.get_one(Department, street.department.id).is_active = False
    bump(session, DEPARTMENTS)
    session.flush()
    assert suggestion(street, case) is None


def test_unchanged_rules_are_not_read_again(session: Session, street: Street) -> None:
    set_rules(street, *(a_rule(street, side="south") for _ in range(50)), a_rule(street))
    case = street.reported()
    suggestion(street, case)
    with counted(session) as statements:
        assert suggestion(street, case) is not None
    assert not [words for words in statements if "suggestion_rules" in words or "department_duties" in words]
    assert len(statements) <= 6, "\n".join(statements)


def test_many_are_assigned_each_to_its_own_suggestion(session: Session, street: Street) -> None:
    other = street.make.department("环卫所")
    set_rules(
        street,
        a_rule(street, department_id=other.id, source="hotline"),
        a_rule(street, segment_id=street.segment.id),
    )
    cases = [
        street.reported(),
        street.reported("supervisor", source="hotline"),
        street.reported(location=FAR),
    ]
    told = act(street, "supervisor", cases, "assign", suggested=True)
    assert codes(told) == [None, None, "no_suggestion"]
    assert [result["department_id"] for result in told["results"]] == [
        str(street.department.id),
        str(other.id),
        None,
    ]
    rows = session.scalars(
        select(CaseEvent.action).where(CaseEvent.case_id == UUID(cases[1]["id"])).order_by(CaseEvent.id)
    )
    assert list(rows) == ["report", "file", "assign"]


def test_without_a_suggestion_other_refusals_come_first(street: Street) -> None:
    stale, theirs = street.reported(location=FAR), street.reported(location=FAR)
    street.act("supervisor", stale, "comment", note="先看看")
    told = act(street, "supervisor", [stale], "assign", suggested=True)
    assert codes(told) == ["stale_version"]
    assert codes(act(street, "outsider", [theirs], "assign", suggested=True)) == ["case_not_found"]
    assert codes(act(street, "viewer", [theirs], "assign", suggested=True)) == ["forbidden"]


def test_rules_are_kept_in_their_order(street: Street) -> None:
    rules = [a_rule(street, note=note) for note in ("一", "二", "三")]
    first = set_rules(street, *rules)
    assert [item["note"] for item in first["items"]] == ["一", "二", "三"]
    second = set_rules(street, rules[2], rules[0])
    assert [item["note"] for item in second["items"]] == ["三", "一"]
    assert second["version"] == first["version"] + 1
    assert street.of("admin").get("/suggestion-rules").get_json() == second


def test_two_administrators_do_not_overwrite_each_other(session: Session, street: Street) -> None:
    version = set_rules(street, a_rule(street, note="一"))["version"]
    set_rules(street, a_rule(street, note="二"))
    answer = put(street, a_rule(street, note="三"), version=version)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "stale_version")
    current = answer.get_json()["rules"]
    assert [item["note"] for item in current["items"]] == ["二"]
    assert put(street, a_rule(street, note="三"), version=current["version"]).status_code == 200


def test_changes_of_rules_are_in_the_audit_log(session: Session, street: Street) -> None:
    rule = a_rule(street, note="一")
    set_rules(street, rule)
    set_rules(street, rule)
    rows = session.scalars(select(AuditEntry).where(AuditEntry.action == "rules_changed")).all()
    assert [(row.actor_name, row.unit_id) for row in rows] == [
        (street.people["admin"].name, street.make.district.id)
    ]
    assert [item["note"] for item in rows[0].detail["after"]] == ["一"]


def test_an_office_s_administrator_does_not_order_the_district_s_rules(street: Street) -> None:
    street.people["office_admin"] = street.make.user("admin")
    assert street.of("office_admin").get("/suggestion-rules").status_code == 403


def test_another_district_s_rules_are_neither_shown_nor_touched(session: Session, street: Street) -> None:
    other = street.make.unit("二七区", "district", code="410103")
    street.people["other_admin"] = street.make.user("admin", unit=other)
    theirs = a_rule(street, unit_id=other.id, department_id=street.make.department("别区", other).id)
    assert put(street, theirs, who="other_admin").status_code == 200
    mine = set_rules(street, a_rule(street, note="一"))
    assert [item["note"] for item in mine["items"]] == ["一"]
    set_rules(street)
    assert session.scalars(select(SuggestionRule.id)).all() == [UUID(theirs["id"])]
    answer = put(street, a_rule(street, id=theirs["id"]))
    assert (answer.status_code, list(answer.get_json()["fields"])) == (409, ["items.0.id"])


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"department_id": UUID(int=1)}, ["items.1.department_id"]),
        ({"unit_id": UUID(int=1)}, ["items.1.unit_id"]),
        ({"category_id": UUID(int=1)}, ["items.1.category_id"]),
        ({"class_name": "没有这一类"}, ["items.1.class_name"]),
        ({"road_id": UUID(int=1)}, ["items.1.road_id"]),
        ({"segment_id": UUID(int=1), "source": "hotline"}, ["items.1.segment_id"]),
        ({"road_id": UUID(int=1), "segment_id": UUID(int=1)}, ["items.1"]),
        ({"side": "up"}, ["items.1.side"]),
        ({"note": "长" * 101}, ["items.1.note"]),
    ],
)
def test_a_rule_that_points_nowhere_is_refused_by_number_and_field(
    session: Session, street: Street, given: Json, fields: list[str]
) -> None:
    rules = a_rule(street), a_rule(street, **given)
    answer = put(street, *rules)
    assert (answer.status_code, list(answer.get_json()["fields"])) == (422, fields)
    tried = street.of("admin").post("/suggestion-rules/trial", json={"items": list(rules)})
    assert (tried.status_code, list(tried.get_json()["fields"])) == (422, fields)
    assert session.scalars(select(SuggestionRule.id)).all() == []


def test_a_department_that_never_serves_there_is_refused(street: Street) -> None:
    far = street.make.department("莲湖城管", street.make.unit("莲湖街道"))
    rule = a_rule(street, department_id=far.id, unit_id=street.make.office.id)
    answer = put(street, rule)
    assert answer.get_json()["fields"] == {
        "items.0.department_id": ["This department serves no place of that unit"]
    }
    assert put(street, rule | {"unit_id": str(street.make.district.id)}).status_code == 200


def test_a_rule_named_twice_is_refused(street: Street) -> None:
    rule = a_rule(street)
    assert list(put(street, rule, rule).get_json()["fields"]) == ["items.1.id"]


def trial(street: Street, *rules: Json, **given: Any) -> Json:
    answer = street.of("admin").post("/suggestion-rules/trial", json={"items": list(rules)} | given)
    assert answer.status_code == 200, answer.json
    told: Json = answer.get_json()
    return told


def test_rules_are_tried_on_who_had_the_cases(session: Session, street: Street) -> None:
    other = street.make.department("环卫所")
    for _ in range(3):
        street.assigned()
    hotline = street.reported("supervisor", source="hotline")
    street.act("supervisor", hotline, "assign", department_id=str(other.id))
    street.reported()
    set_rules(street, a_rule(street))
    rules = a_rule(street, department_id=other.id, source="hotline"), a_rule(street)
    told = trial(street, *rules)
    assert (told["tried"], told["changed"]) == (4, 1)
    assert told["before"] == {"same": 3, "other": 1, "none": 0}
    assert told["after"] == {"same": 4, "other": 0, "none": 0}
    assert [(row["decided"], row["same"]) for row in told["rules"]] == [(1, 1), (3, 3)]
    (example,) = told["examples"]
    assert (example["id"], example["department_name"]) == (hotline["id"], "环卫所")
    assert example["before"]["department_name"] == "综合执法队"
    assert example["after"]["reason"]["rule_id"] == rules[0]["id"]


def test_a_trial_changes_nothing(session: Session, street: Street) -> None:
    case = street.assigned()
    trial(street, a_rule(street))
    assert session.scalars(select(SuggestionRule.id)).all() == []
    assert session.get_one(Case, UUID(case["id"])).version == case["version"]
    assert suggestion(street, case) is None


def test_what_gets_worse_is_shown_first(street: Street) -> None:
    other = street.make.department("环卫所")
    right, wrong = street.assigned(), street.reported()
    street.act("supervisor", wrong, "assign", department_id=str(other.id))
    set_rules(street, a_rule(street))
    told = trial(street, a_rule(street, department_id=other.id))
    assert [one["id"] for one in told["examples"]] == [right["id"], wrong["id"]]
    assert (told["before"]["same"], told["after"]["same"]) == (1, 1)


def test_a_trial_with_no_past_has_no_numbers(street: Street) -> None:
    told = trial(street, a_rule(street))
    assert (told["tried"], told["first_received_at"], told["examples"]) == (0, None, [])
    assert told["after"] == {"same": 0, "other": 0, "none": 0}


def test_a_trial_costs_the_same_however_much_is_tried(session: Session, street: Street) -> None:
    def statements(cases: int, rules: int) -> int:
        for _ in range(cases):
            street.assigned()
        some = [a_rule(street, note=str(number)) for number in range(rules)]
        trial(street)
        with counted(session) as asked:
            trial(street, *some)
        return len(asked)

    assert statements(1, 1) == statements(5, 40) <= 14


def test_a_trial_looks_at_the_newest_and_no_further(street: Street) -> None:
    cases = [street.assigned() for _ in range(4)]
    told = trial(street, most=2)
    assert (told["tried"], told["first_received_at"]) == (2, cases[2]["received_at"])
