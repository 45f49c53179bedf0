"""Who answers for what: appointed, changed, ended, listed; who may do so; and every change on record."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import AuditEntry, User
from app.core.clock import today
from app.roads.models import Appointment, RoadSegment
from app.roads.queries import first_chief
from tests.factories import Caller, Make, Phone

DAY = timedelta(days=1)


@pytest.fixture
def admin(make: Make, phone: Phone) -> Caller:
    return phone(make.user("admin"))


def body(make: Make, user: User, segment: RoadSegment, **given: Any) -> dict[str, Any]:
    wanted = {
        "segment_id": str(segment.id),
        "user_id": str(user.id),
        "level_id": str(make.level().id),
        "starts_on": "2026-01-01",
    }
    return wanted | given


def put(caller: Caller, wanted: dict[str, Any], id_: UUID | None = None) -> TestResponse:
    return caller.put(f"/appointments/{id_ or uuid4()}", json=wanted)


def refusal(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def actions(make: Make) -> list[str]:
    rows = select(AuditEntry.action).where(AuditEntry.subject_kind == "appointment").order_by(AuditEntry.id)
    return list(make.session.scalars(rows))


def test_appointing_is_made_once_and_on_record(make: Make, admin: Caller) -> None:
    chief, segment, id_ = make.user("road_chief", name="张三"), make.segment(), uuid4()
    wanted = body(make, chief, segment, ends_on="2026-12-31")
    made = put(admin, wanted, id_)
    assert made.status_code == 201, made.text
    item = made.get_json()
    assert {name: item[name] for name in wanted} == wanted
    assert (item["user_name"], item["segment_name"], item["level_name"]) == ("张三", segment.name, "一级路长")
    assert put(admin, wanted, id_).status_code == 200
    entry = make.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(id_))).one()
    assert (entry.action, entry.unit_id) == ("appointment_made", segment.unit_id)
    assert entry.detail["after"]["user_id"] == str(chief.id)


def test_a_change_is_on_record_with_before_and_after(make: Make, admin: Caller) -> None:
    chief, segment, id_ = make.user("road_chief"), make.segment(), uuid4()
    put(admin, body(make, chief, segment), id_)
    changed = put(admin, body(make, chief, segment, ends_on="2026-06-30"), id_)
    assert (changed.status_code, changed.get_json()["ends_on"]) == (200, "2026-06-30")
    entry = make.session.scalars(select(AuditEntry).where(AuditEntry.action == "appointment_changed")).one()
    assert (entry.detail["before"]["ends_on"], entry.detail["after"]["ends_on"]) == (None, "2026-06-30")


def test_a_segment_may_have_several_chiefs_and_a_chief_several_segments(make: Make, admin: Caller) -> None:
    one, other = make.user("road_chief"), make.user("road_chief")
    here, there = make.segment(), make.segment()
    for chief, segment in ((one, here), (other, here), (one, there)):
        assert put(admin, body(make, chief, segment)).status_code == 201


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [
        ("2026-03-01", None, 409),
        ("2026-06-30", "2026-07-01", 409),
        ("2025-01-01", "2026-01-01", 409),
        ("2026-07-01", None, 201),
        ("2025-01-01", "2025-12-31", 201),
    ],
)
def test_one_person_once_at_a_time(
    make: Make, admin: Caller, starts_on: str, ends_on: str | None, status: int
) -> None:
    chief, segment = make.user("road_chief"), make.segment()
    put(admin, body(make, chief, segment, ends_on="2026-06-30"))
    again = put(admin, body(make, chief, segment, starts_on=starts_on, ends_on=ends_on))
    assert again.status_code == status


def test_what_cannot_be(make: Make, admin: Caller) -> None:
    chief, segment = make.user("road_chief"), make.segment()
    assert refusal(put(admin, body(make, make.user("handler"), segment))) == (422, "not_a_road_chief")
    inactive = make.user("road_chief", is_active=False)
    assert refusal(put(admin, body(make, inactive, segment))) == (422, "not_a_road_chief")
    assert put(admin, body(make, chief, segment, level_id=str(uuid4()))).status_code == 422
    assert put(admin, body(make, chief, segment, ends_on="2025-12-31")).status_code == 422
    assert put(admin, body(make, chief, segment, stands_in_for_id=str(chief.id))).status_code == 422
    assert put(admin, body(make, chief, segment, segment_id=str(uuid4()))).status_code == 404
    assert put(admin, body(make, chief, segment, starts_on="0001-01-01")).status_code == 422


def test_only_an_administrator_of_the_segments_unit(make: Make, phone: Phone, admin: Caller) -> None:
    chief, segment = make.user("road_chief"), make.segment(unit=make.unit("林山寨街道"))
    assert refusal(put(admin, body(make, chief, segment))) == (403, "outside_your_units")
    foreign = make.segment(unit=make.unit("管城区", "district"))
    assert put(admin, body(make, chief, foreign)).status_code == 404
    for role in ("supervisor", "viewer", "road_chief"):
        assert put(phone(make.user(role)), body(make, chief, make.segment())).status_code == 403


def test_an_appointment_cannot_be_dragged_out_of_anothers_unit(make: Make, admin: Caller) -> None:
    chief, segment = make.user("road_chief"), make.segment(unit=make.unit("林山寨街道"))
    theirs = make.appointment(chief, segment)
    taken = put(admin, body(make, chief, make.segment()), theirs.id)
    assert refusal(taken) == (403, "outside_your_units")


def test_one_that_has_not_begun_can_be_withdrawn(make: Make, admin: Caller) -> None:
    chief = make.user("road_chief")
    coming = make.appointment(chief, make.segment(), starts_on=today() + DAY)
    begun = make.appointment(chief, make.segment(), starts_on=today())
    assert admin.delete(f"/appointments/{coming.id}").status_code == 204
    assert refusal(admin.delete(f"/appointments/{begun.id}")) == (409, "appointment_began")
    assert admin.delete(f"/appointments/{coming.id}").status_code == 404
    assert actions(make) == ["appointment_withdrawn"]


def listed(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    answer = caller.get(f"/appointments{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_who_answers_for_what_on_a_day(make: Make, admin: Caller) -> None:
    segment = make.segment()
    past = make.appointment(make.user("road_chief"), segment, ends_on=today() - DAY)
    present = make.appointment(make.user("road_chief"), segment, starts_on=today())
    assert [item["id"] for item in listed(admin)] == [str(present.id)]
    assert [item["id"] for item in listed(admin, f"?on={today() - DAY}")] == [str(past.id)]
    assert len(listed(admin, "?all=true")) == 2


def test_listed_by_segment_person_road_unit_and_words(make: Make, phone: Phone) -> None:
    admin = phone(make.user("admin", unit=make.district))
    road, office = make.road("桐柏路"), make.unit("林山寨街道")
    chief = make.user("road_chief", name="赵铁柱")
    wanted = make.appointment(chief, make.segment(road=road, unit=office))
    make.appointment(make.user("road_chief"), make.segment())
    queries = (
        f"segment_id={wanted.segment_id}",
        f"user_id={chief.id}",
        f"road_id={road.id}",
        f"unit_id={office.id}",
        "q=铁柱",
        "q=桐柏",
    )
    for query in queries:
        assert [item["id"] for item in listed(admin, f"?{query}")] == [str(wanted.id)], query
    assert listed(admin, "?q=%25_x") == []


def test_pages_leave_nobody_out(make: Make, admin: Caller) -> None:
    made = {str(make.appointment(make.user("road_chief"), make.segment()).id) for _ in range(5)}
    seen, cursor = [], ""
    while True:
        page = admin.get(f"/appointments?limit=2{cursor}").get_json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert (len(seen), set(seen)) == (5, made)


@pytest.mark.parametrize("cursor", ["x", "WzEsMiwzXQ", "W10", "WyJhIiwiYiIsImMiXQ"])
def test_a_made_up_cursor(make: Make, admin: Caller, cursor: str) -> None:
    assert refusal(admin.get(f"/appointments?cursor={cursor}")) == (422, "bad_cursor")


def test_the_list_shows_only_ones_own_units(make: Make, phone: Phone) -> None:
    make.appointment(make.user("road_chief"), make.segment())
    assert len(listed(phone(make.user("supervisor")))) == 1
    assert listed(phone(make.user("supervisor", unit=make.unit("林山寨街道")))) == []
    assert phone(make.user("road_chief")).get("/appointments").status_code == 403


def test_the_first_chief_is_the_stand_in_then_the_level_nearest_to_the_street(make: Make) -> None:
    segment, session = make.segment(), make.session
    assert session.scalar(first_chief(segment.id, today())) is None
    upper, lower, cover = (make.user("road_chief") for _ in range(3))
    make.appointment(upper, segment, level_id=make.level("一级路长", 1).id)
    make.appointment(lower, segment, level_id=make.level("二级路长", 2).id)
    assert session.scalar(first_chief(segment.id, today())) == lower.id
    make.appointment(cover, segment, stands_in_for_id=upper.id, ends_on=today())
    assert session.scalar(first_chief(segment.id, today())) == cover.id
    assert session.scalar(first_chief(segment.id, today() + DAY)) == lower.id


# Passing on


def act(action: str, giver: User, taker: User, **given: Any) -> dict[str, Any]:
    wanted = {
        "action_id": str(uuid4()),
        "action": action,
        "from_user_id": str(giver.id),
        "to_user_id": str(taker.id),
        "starts_on": str(today()),
    }
    return wanted | given


def spans(make: Make, user: User) -> list[tuple[date, date | None]]:
    rows = select(Appointment).where(Appointment.user_id == user.id).order_by(Appointment.starts_on)
    make.session.expire_all()
    return [(row.starts_on, row.ends_on) for row in make.session.scalars(rows)]


def test_a_chief_hands_all_segments_over_in_one_act(make: Make, admin: Caller) -> None:
    giver, taker = make.user("road_chief"), make.user("road_chief")
    held = [make.appointment(giver, make.segment(), starts_on=date(2026, 1, 1)) for _ in range(3)]
    answer = admin.post("/appointments/actions", json=act("hand_over", giver, taker))
    assert answer.status_code == 200, answer.text
    assert len(answer.get_json()["made"]) == 3
    assert set(answer.get_json()["ended"]) == {str(one.id) for one in held}
    assert spans(make, giver) == [(date(2026, 1, 1), today() - DAY)] * 3
    assert spans(make, taker) == [(today(), None)] * 3
    assert actions(make) == ["appointment_made", "appointment_ended"] * 3


def test_the_same_act_twice_acts_once(make: Make, admin: Caller) -> None:
    giver, taker = make.user("road_chief"), make.user("road_chief")
    make.appointment(giver, make.segment())
    wanted = act("hand_over", giver, taker)
    first, second = (admin.post("/appointments/actions", json=wanted).get_json() for _ in range(2))
    assert first == second
    assert len(spans(make, taker)) == 1


def test_some_segments_only(make: Make, admin: Caller) -> None:
    giver, taker = make.user("road_chief"), make.user("road_chief")
    given, kept = make.segment(), make.segment()
    make.appointment(giver, given)
    make.appointment(giver, kept)
    admin.post("/appointments/actions", json=act("hand_over", giver, taker, segment_ids=[str(given.id)]))
    assert [item["segment_id"] for item in listed(admin, f"?user_id={taker.id}")] == [str(given.id)]
    assert [item["segment_id"] for item in listed(admin, f"?user_id={giver.id}")] == [str(kept.id)]


def test_an_appointment_that_never_begins_passes_wholly(make: Make, admin: Caller) -> None:
    giver, taker = make.user("road_chief"), make.user("road_chief")
    make.appointment(giver, make.segment(), starts_on=today() + 9 * DAY)
    admin.post("/appointments/actions", json=act("hand_over", giver, taker))
    assert (spans(make, giver), spans(make, taker)) == ([], [(today() + 9 * DAY, None)])


def test_who_answers_for_it_anyway_is_not_appointed_twice(make: Make, admin: Caller) -> None:
    giver, taker, segment = make.user("road_chief"), make.user("road_chief"), make.segment()
    make.appointment(giver, segment)
    make.appointment(taker, segment)
    answer = admin.post("/appointments/actions", json=act("hand_over", giver, taker)).get_json()
    assert (answer["made"], answer["already"], len(answer["ended"])) == ([], [str(segment.id)], 1)


def test_a_stand_in_covers_and_leaves_the_chief_in_place(make: Make, admin: Caller) -> None:
    chief, cover = make.user("road_chief", name="王一"), make.user("road_chief")
    make.appointment(chief, make.segment())
    wanted = act("stand_in", chief, cover, ends_on=str(today() + 6 * DAY))
    assert admin.post("/appointments/actions", json=wanted).get_json()["ended"] == []
    assert spans(make, cover) == [(today(), today() + 6 * DAY)]
    assert [item["stands_in_for_name"] for item in listed(admin, f"?user_id={cover.id}")] == ["王一"]
    assert len(listed(admin, f"?user_id={chief.id}")) == 1


def test_nothing_to_pass_on(make: Make, admin: Caller) -> None:
    giver, taker, foreign = make.user("road_chief"), make.user("road_chief"), make.segment()
    make.appointment(giver, make.segment(unit=make.unit("林山寨街道")))
    send = "/appointments/actions"
    assert refusal(admin.post(send, json=act("hand_over", giver, taker))) == (422, "nothing_to_pass_on")
    named = act("hand_over", giver, taker, segment_ids=[str(foreign.id)])
    assert refusal(admin.post(send, json=named)) == (422, "nothing_to_pass_on")
    assert admin.post(send, json=act("hand_over", giver, giver)).status_code == 422
    handler = act("hand_over", giver, make.user("handler"))
    assert refusal(admin.post(send, json=handler)) == (422, "not_a_road_chief")
    assert admin.post(send, json=act("promote", giver, taker)).status_code == 422


# Levels


def test_levels_are_data(make: Make, admin: Caller) -> None:
    top = make.level("总路长", 1)
    tag = admin.get("/chief-levels").headers["ETag"]
    answer = admin.put(f"/chief-levels/{uuid4()}", json={"name": "三级路长", "rank": 3})
    assert answer.status_code == 200, answer.text
    listed_ = admin.get("/chief-levels", headers={"If-None-Match": tag})
    assert [level["name"] for level in listed_.get_json()["items"]] == ["总路长", "三级路长"]
    renamed = admin.put(f"/chief-levels/{top.id}", json={"name": "区级路长", "rank": 1})
    assert renamed.get_json() == {"id": str(top.id), "name": "区级路长", "rank": 1}
    assert refusal(admin.put(f"/chief-levels/{top.id}", json={"name": "三级路长", "rank": 1})) == (
        409,
        "already_taken",
    )


def test_only_administrators_change_levels(make: Make, phone: Phone) -> None:
    viewer = phone(make.user("viewer"))
    assert viewer.get("/chief-levels").status_code == 200
    assert viewer.put(f"/chief-levels/{uuid4()}", json={"name": "四级", "rank": 4}).status_code == 403
