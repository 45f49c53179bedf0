"""The audit log: read by administrators of the unit, changed by nobody."""

from sqlalchemy.orm import Session

from app.accounts.services import record
from tests.factories import Make, Phone


def test_each_administrator_reads_what_happened_in_their_units(
    make: Make, phone: Phone, session: Session
) -> None:
    other = make.unit("other")
    for unit_id, action in (
        (make.office.id, "here"),
        (other.id, "beside"),
        (make.district.id, "above"),
        (None, "everywhere"),
    ):
        record(session, action, "test", 1, actor=None, unit_id=unit_id)
    session.flush()

    def read(*, district: bool) -> list[str]:
        caller = phone(make.user("admin", unit=make.district if district else make.office))
        return [item["action"] for item in caller.get("/audit").json["items"]]

    assert read(district=False) == ["here"]
    assert read(district=True) == ["everywhere", "above", "beside", "here"]


def test_log_ins_are_read_by_the_administrators_of_the_persons_unit(make: Make, phone: Phone) -> None:
    user = make.user("viewer", name="林")
    phone(user).delete("/session")
    (row,) = phone(make.user("admin")).get("/audit").json["items"]
    assert (row["action"], row["actor_name"], row["subject_id"]) == ("logged_out", "林", str(user.id))


def test_the_log_is_searched_and_paged(make: Make, phone: Phone, session: Session) -> None:
    admin = make.user("admin")
    actor = make.actor(make.user("viewer"))
    for number in range(5):
        record(session, f"act{number % 2}", "test", number, actor=actor, unit_id=make.office.id)
    session.flush()
    caller = phone(admin)
    first = caller.get("/audit?limit=3").json
    rest = caller.get(f"/audit?limit=3&cursor={first['next_cursor']}").json
    assert [item["subject_id"] for item in first["items"] + rest["items"]] == ["4", "3", "2", "1", "0"]
    assert rest["next_cursor"] is None
    assert len(caller.get("/audit?action=act1").json["items"]) == 2
    assert len(caller.get(f"/audit?actor_id={actor.id}&subject_id=3").json["items"]) == 1
    for broken in ("WyJhIl0", "WzBd", "WzkyMjMzNzIwMzY4NTQ3NzU4MDhd"):
        assert caller.get(f"/audit?cursor={broken}").json["code"] == "bad_cursor"


def test_only_administrators_read_it(make: Make, phone: Phone) -> None:
    assert phone(make.user("supervisor", "viewer", unit=make.district)).get("/audit").status_code == 403
