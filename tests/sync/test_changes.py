"""What a phone is told: everything it should hold, then every change, then what it must forget."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text

from app.accounts.models import RoleGrant
from app.cases.models import Case
from app.core.clock import now, today
from app.core.db import database, unit_of_work
from app.core.dialect import is_spatialite
from app.roads.models import Appointment
from tests.factories import CENTRE
from tests.sync.conftest import Committed, Follower

FAR_AWAY = {"lon": CENTRE[0] + 0.1, "lat": CENTRE[1]}


def test_a_new_phone_loads_what_it_should_hold_page_by_page(committed: Committed) -> None:
    made = sorted(committed.street.reported()["id"] for _ in range(5))
    told = Follower(committed.street, "chief").short(limit=2)
    assert told == [("upsert", case_id) for case_id in made]


def test_closed_long_ago_is_not_loaded(committed: Committed) -> None:
    case = committed.street.reported()
    with committed.change() as session:
        row = session.get_one(Case, UUID(case["id"]))
        row.status, row.updated_at = "closed", now() - timedelta(days=61)
    assert Follower(committed.street, "chief").all() == []


def test_a_phone_is_told_each_change_once_with_the_row_as_in_lists(committed: Committed) -> None:
    follower = committed.follower("chief")
    assert follower.all() == []
    case = committed.street.reported()
    committed.street.act("supervisor", case, "file")
    (item,) = follower.all()
    row = committed.street.of("chief").get("/cases").json["items"][0]
    assert item == {"kind": "case", "id": case["id"], "op": "upsert", "data": row}
    assert follower.all() == []


def test_a_page_of_changes_goes_on_where_it_was_cut(committed: Committed) -> None:
    follower = committed.follower("supervisor")
    made = [committed.street.reported()["id"] for _ in range(5)]
    first = follower.ask(limit=2)
    assert [item["id"] for item in first["items"]] == made[:2]
    assert first["has_more"]
    assert [case_id for _, case_id in follower.short(limit=2)] == made[2:]


def test_a_desk_begins_now_and_is_told_what_comes(committed: Committed) -> None:
    old = committed.street.reported()
    desk = Follower(committed.street, "supervisor", cursor="now")
    assert desk.ask(limit=1) | {"next_cursor": ""} == {"items": [], "next_cursor": "", "has_more": False}
    assert desk.short() == []
    new = committed.street.reported()
    committed.street.act("supervisor", old, "file")
    first = desk.ask(limit=1)
    assert ([item["id"] for item in first["items"]], first["has_more"]) == ([new["id"]], True)
    # However many there were: it looks once and begins again.
    desk.cursor = "now"
    assert desk.all() == []


def test_to_begin_now_tells_nothing_of_what_one_may_not_see(committed: Committed) -> None:
    desk = Follower(committed.street, "far_supervisor", cursor="now")
    desk.ask()
    committed.street.reported()
    told = desk.ask(limit=1)
    assert (told["items"], told["has_more"]) == ([], False)


def test_a_phone_that_begins_now_is_not_told_whose_cases_these_are(committed: Committed) -> None:
    phone = Follower(committed.street, "chief", cursor="now")
    assert phone.all(concerns="me") == []
    case = committed.street.reported()
    assert phone.short(concerns="me") == [("upsert", case["id"])]


def test_what_one_may_not_see_is_never_told(committed: Committed) -> None:
    follower = committed.follower("far_supervisor")
    case = committed.street.reported()
    committed.street.act("supervisor", case, "file")
    assert follower.all() == []


def test_who_loses_sight_is_told_it_is_gone_and_nobody_else(committed: Committed) -> None:
    street = committed.street
    case = street.reported("supervisor")
    followers = {who: committed.follower(who) for who in ("chief", "supervisor", "far_supervisor", "handler")}
    office = street.people["far_supervisor"].grants[0].unit_id
    with committed.change():
        line = [(FAR_AWAY["lon"], FAR_AWAY["lat"]), (FAR_AWAY["lon"] + 0.001, FAR_AWAY["lat"])]
        far = street.make.segment(line)
        far.unit_id = office
    street.act("supervisor", case, "move", segment_id=str(far.id))
    told = {who: follower.short() for who, follower in followers.items()}
    here, gone = [("upsert", case["id"])], [("gone", case["id"])]
    assert told == {"chief": gone, "supervisor": here, "far_supervisor": here, "handler": []}


def test_a_returned_case_stays_with_who_returned_it_but_leaves_their_colleagues(committed: Committed) -> None:
    street = committed.street
    with committed.change():
        street.people["colleague"] = street.make.user(
            "handler", unit=street.make.district, department=street.department
        )
        street.of("colleague")
    case = street.assigned()
    returner, colleague = committed.follower("handler"), committed.follower("colleague")
    street.act("handler", case, "return", note="不归我们管")
    assert returner.short() == [("upsert", case["id"])]
    assert colleague.short() == [("gone", case["id"])]


def test_another_appointment_makes_the_phone_fetch_anew(committed: Committed) -> None:
    street = committed.street
    case = street.reported()
    follower = committed.follower("far_chief")
    with committed.change():
        street.make.appointment(street.people["far_chief"], street.segment)
    told = follower.ask()
    assert [item["kind"] for item in told["items"]] == ["scope"]
    assert told["has_more"]
    assert follower.short() == [("upsert", case["id"])]


def test_an_appointment_that_ends_makes_the_phone_fetch_anew(committed: Committed) -> None:
    street = committed.street
    street.reported("supervisor")
    follower = committed.follower("other_chief")
    with committed.change() as session:
        held = session.scalars(select(Appointment).filter_by(user_id=street.people["other_chief"].id)).one()
        held.ends_on = today() - timedelta(days=1)
    assert [item["kind"] for item in follower.all()] == ["scope"]


def test_a_role_taken_away_makes_the_phone_fetch_anew(committed: Committed) -> None:
    street = committed.street
    street.reported()
    follower = committed.follower("viewer")
    with committed.change() as session:
        session.delete(session.scalars(select(RoleGrant).filter_by(user_id=street.people["viewer"].id)).one())
    assert [item["kind"] for item in follower.all()] == ["scope"]


def test_what_began_first_and_committed_last_is_not_skipped(committed: Committed) -> None:
    """Only where writers stand side by side can it happen at all."""
    if is_spatialite(committed.session):
        return
    street = committed.street
    early, late = street.reported(), street.reported()
    follower = committed.follower("supervisor")
    touch = text(
        "INSERT INTO case_changes (transaction_number, case_id, unit_id, segment_id, at)"
        " SELECT pg_current_xact_id()::text::bigint, id, unit_id, segment_id, now() FROM cases WHERE id = :id"
    )
    with database.writers() as slow:
        slow.execute(touch, {"id": early["id"]})
        with unit_of_work() as quick:
            quick.execute(touch, {"id": late["id"]})
        assert follower.short() == []
        slow.commit()
    assert follower.short() == [("upsert", early["id"]), ("upsert", late["id"])]


def test_no_cursor_but_ours_is_taken(committed: Committed) -> None:
    chief = committed.street.of("chief")
    for cursor in ("x", "WzFd", "WyJmZWVkIiwgImFiIiwgLTEsIDAsICIiXQ", str(uuid4())):
        answer = chief.get("/changes", query_string={"after": cursor})
        assert (answer.status_code, answer.json["code"]) == (422, "bad_cursor")
