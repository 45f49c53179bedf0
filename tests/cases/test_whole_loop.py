"""From the street to closed, as the people of one street go about it."""

from tests.cases.conftest import Street, named


def test_a_report_is_filed_assigned_handled_checked_and_closed(street: Street) -> None:
    case = street.reported()
    assert (case["status"], case["number"], case["version"]) == ("reported", None, 1)
    assert (case["segment_id"], case["side"]) == (str(street.segment.id), "north")
    case = street.act("supervisor", case, "file")
    assert case["status"] == "filed"
    assert case["number"].startswith("410102-")
    case = street.act("supervisor", case, "assign", department_id=str(street.department.id))
    assert (case["status"], case["light"], case["department_name"]) == ("assigned", "green", "综合执法队")
    case = street.act("handler", case, "take")
    street.upload("handler", "b")
    case = street.act("handler", case, "handle", photos=[named("after", "b")])
    assert (case["status"], case["handler_id"]) == ("handled", str(street.people["handler"].id))
    case = street.act("chief", case, "verify_pass")
    assert (case["status"], case["light"], case["closed_at"] is not None) == ("closed", None, True)
    actions = ["report", "file", "assign", "take", "handle", "verify_pass"]
    assert [event["action"] for event in case["events"]] == actions
    assert street.of("viewer").get(f"/cases/{case['id']}").json["status"] == "closed"
