"""A report becomes a case: once, in its place, with what it needs."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cases.models import Case, CaseEvent
from app.core.clock import as_of, now, today
from app.core.geo import from_wgs84
from tests.cases.conftest import Json, Street, named
from tests.factories import CENTRE

NORTH = (CENTRE[0] + 0.0005, CENTRE[1] + 0.00009)
NOWHERE = {"lon": CENTRE[0] + 0.2, "lat": CENTRE[1], "accuracy_m": 5, "datum": "wgs84"}


def refusal(street: Street, who: str = "chief", **given: object) -> tuple[int, str, list[str]]:
    answer = street.put(who, **given)
    assert answer.json is not None
    return answer.status_code, answer.json["code"], sorted(answer.json.get("fields", {}))


def test_a_case_has_the_shape_of_the_surface(street: Street) -> None:
    case = street.reported(description="占道卖菜")
    promised = (
        "id number status category_code location segment_id side unit_id reporter_id department_id"
        " assignee_id observed_at received_at due_at light self_handled version photos missing_photos events"
        " allowed_actions category_name segment_name reporter_name department_name assignee_name rework_count"
        " placed_by datum accuracy_m merged_into_id extension_asked_until limit_hours"
    )
    assert set(promised.split()) <= set(case)
    assert case["location"] == {
        "lon": NORTH[0],
        "lat": NORTH[1],
        "accuracy_m": 8,
        "datum": "wgs84",
        "heading": None,
    }
    assert case["unit_id"] == str(street.make.office.id)
    assert (case["placed_by"], case["segment_name"]) == ("gps", street.segment.name)
    assert case["observed_at"] == "2026-11-20T09:30:00+00:00"


def test_the_same_report_again_is_recognised(session: Session, street: Street) -> None:
    case_id = uuid4()
    first, again = street.put(case_id=case_id), street.put(case_id=case_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.headers["ETag"] == '"1"'
    assert session.scalar(select(func.count()).select_from(CaseEvent)) == 1


def test_the_same_said_otherwise_is_the_same(street: Street) -> None:
    case_id = uuid4()
    street.put(case_id=case_id)
    again = street.put(
        case_id=case_id, observed_at="2026-11-20T17:30:00+08:00", source="patrol", self_handled=False
    )
    assert again.status_code == 200


def test_it_is_recognised_even_when_it_has_moved_on_and_its_category_is_gone(
    session: Session, street: Street
) -> None:
    case = street.reported()
    street.act("supervisor", case, "file")
    street.category.is_active = False
    session.flush()
    again = street.put(case_id=case["id"])
    assert (again.status_code, again.json and again.json["status"]) == (200, "filed")


@pytest.mark.parametrize("who", ["chief", "supervisor"])
def test_another_report_under_the_same_id_is_refused(street: Street, who: str) -> None:
    case = street.reported()
    given = {"description": "别的"} if who == "chief" else {}
    assert refusal(street, who, case_id=case["id"], **given)[:2] == (409, "case_exists_with_other_body")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"category_code": None}, "category_code"),
        ({"category_code": "no such"}, "category_code"),
        ({"observed_at": None}, "observed_at"),
        ({"observed_at": "2026-11-20T09:30:00"}, "observed_at"),
        ({"location": None}, "location"),
        ({"location": {"lon": 200, "lat": 0, "datum": "wgs84"}}, "location.lon"),
        ({"segment_id": str(uuid4())}, "segment_id"),
        ({"photos": None}, "photos"),
        ({"photos": [{"sha256": "x", "role": "before"}]}, "photos.0.sha256"),
        ({"self_handled": True}, "photos"),
        ({"self_handled": True, "photos": [named("after", "b")]}, "photos"),
        ({"source": "rumour"}, "source"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_missing_or_wrong_is_named(street: Street, given: Json, field: str) -> None:
    status, _, fields = refusal(street, **given)
    assert (status, fields) == (422, [field])


def test_an_inactive_category_takes_no_new_case(session: Session, street: Street) -> None:
    street.category.is_active = False
    session.flush()
    assert refusal(street) == (422, "invalid", ["category_code"])


@pytest.mark.parametrize("who", ["chief", "far_chief", "supervisor", "organiser", "handler"])
def test_whoever_is_out_on_the_street_reports_anywhere_in_the_district(street: Street, who: str) -> None:
    assert street.reported(who)["segment_id"] == str(street.segment.id)


@pytest.mark.parametrize("who", ["viewer", "admin"])
def test_whoever_only_looks_reports_nothing(street: Street, who: str) -> None:
    assert refusal(street, who)[0] == 403


@pytest.mark.parametrize(
    ("who", "status"), [("supervisor", 201), ("organiser", 201), ("chief", 403), ("handler", 403)]
)
def test_a_call_is_written_down_at_the_desk_without_a_photo(street: Street, who: str, status: int) -> None:
    assert street.put(who, source="hotline", photos=[]).status_code == status


def test_another_districts_street_is_not_this_ones(street: Street) -> None:
    far = street.make.segment(unit=street.make.unit("二七区", "district"))
    assert refusal(street, segment_id=str(far.id)) == (422, "invalid", ["segment_id"])


def test_without_a_road_near_it_belongs_to_the_reporters_unit(street: Street) -> None:
    case = street.reported("far_chief", location=NOWHERE)
    assert (case["segment_id"], case["side"], case["chief_id"]) == (None, None, None)
    assert case["unit_id"] == str(street.people["far_chief"].grants[0].unit_id)


@pytest.mark.parametrize("datum", ["gcj02", "bd09", "cgcs2000"])
def test_a_shifted_position_is_put_right_and_kept_as_sent(
    session: Session, street: Street, datum: str
) -> None:
    lon, lat = from_wgs84(NORTH, datum)  # type: ignore[arg-type]
    case = street.reported(location={"lon": lon, "lat": lat, "accuracy_m": 8, "datum": datum})
    assert case["location"]["lon"] == pytest.approx(NORTH[0], abs=1e-8)
    assert (case["segment_id"], case["datum"]) == (str(street.segment.id), datum)
    sent = session.get_one(Case, UUID(case["id"])).location_sent
    assert sent is not None
    assert (sent["lon"], sent["lat"]) == (lon, lat)


def test_the_chosen_segment_holds_and_the_distance_is_shown(street: Street) -> None:
    case = street.reported(segment_id=str(street.segment.id), location=NOWHERE, placed_by="map")
    assert (case["segment_id"], case["placed_by"]) == (str(street.segment.id), "map")
    assert case["segment_distance_m"] > 10_000


def test_a_chosen_segment_alone_is_a_place(street: Street) -> None:
    case = street.reported(segment_id=str(street.segment.id), location=None)
    assert (case["location"], case["side"], case["placed_by"]) == (None, None, "segment")


def test_a_segment_taken_off_the_map_meanwhile_yields_to_the_position(
    session: Session, street: Street
) -> None:
    old = street.make.segment(retired_at=now())
    case = street.reported(segment_id=str(old.id))
    assert case["segment_id"] == str(street.segment.id)


def test_it_keeps_the_chief_of_that_day(street: Street) -> None:
    chief, other = (street.people[who] for who in ("chief", "other_chief"))
    elsewhere = street.make.segment([(CENTRE[0] + 0.05, CENTRE[1]), (CENTRE[0] + 0.051, CENTRE[1])])
    street.make.appointment(chief, elsewhere, ends_on=today() - timedelta(days=1))
    street.make.appointment(other, elsewhere, starts_on=today())
    assert street.reported(segment_id=str(elsewhere.id), location=None)["chief_id"] == str(other.id)


def test_cleared_on_the_spot_waits_for_the_check_with_its_number(street: Street) -> None:
    photos = [named(), named("after", "b")]
    first = street.reported(self_handled=True, photos=photos)
    second = street.reported(self_handled=True, photos=photos)
    assert (first["status"], first["self_handled"]) == ("handled", True)
    assert first["handler_id"] == first["reporter_id"]
    assert [case["number"][-4:] for case in (first, second)] == ["0001", "0002"]
    assert street.send("chief", first, "verify_pass").status_code == 403


@pytest.mark.parametrize("when", ["1970-01-01T00:00:00Z", "2031-01-01T00:00:00Z"])
def test_a_phone_whose_clock_is_wrong_may_report(street: Street, when: str) -> None:
    case = street.reported(observed_at=when)
    assert case["observed_at"][:4] == when[:4]
    assert case["received_at"][:4] == str(now().year)


def test_numbers_count_within_district_and_local_day(street: Street) -> None:
    days = ("2026-11-22T15:59:00Z", "2026-11-22T16:00:00Z", "2026-11-23T15:59:00Z")
    numbers = []
    for day in days:
        with as_of(datetime.fromisoformat(day)):
            numbers.append(street.act("supervisor", street.reported(), "file")["number"])
    assert numbers == ["410102-20261122-0001", "410102-20261123-0001", "410102-20261123-0002"]


def test_a_photo_named_twice_in_one_breath_is_named_once(street: Street) -> None:
    assert len(street.reported(photos=[named(), named()])["photos"]) == 1
