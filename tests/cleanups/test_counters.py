"""Phones count apart and add up: by the highest seq, in any order, however often and however late."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cleanups.schemas.counting import CounterIn
from app.cleanups.services.counters import put_counter
from app.core.clock import as_of, now
from tests.cleanups.conftest import Json, Office, refused, taken

CATEGORIES = ("party_member", "building_chief", "volunteer", "stationed_unit", "street_shop", "street_staff")


def test_phones_at_one_site_add_up(office: Office) -> None:
    session = office.session()
    assert session["totals"] == dict.fromkeys(CATEGORIES, 0)
    taken(office.count(session, uuid4(), 1, volunteer=12, party_member=3), 201)
    taken(office.count(session, uuid4(), 1, "supervisor", volunteer=30), 201)
    whole = office.read(session)
    assert (whole["totals"]["volunteer"], whole["totals"]["party_member"], whole["total"]) == (42, 3, 45)
    site = whole["sites"][0]
    assert (site["totals"], site["counters"]) == (whole["totals"], 2)
    assert site["by_source"]["tally"]["volunteer"] == 42
    assert site["counted"]["volunteer"] == {"sources": ["tally"], "is_chosen": False}


def test_the_highest_seq_stands(office: Office) -> None:
    session, counter = office.session(), uuid4()
    taken(office.count(session, counter, 5, volunteer=9), 201)
    stands = taken(office.count(session, counter, 3, volunteer=4), 200)
    assert (stands["seq"], stands["counts"]) == (5, {"volunteer": 9})
    # A slip taken back: fewer than before, but said later.
    assert taken(office.count(session, counter, 6, volunteer=8), 200)["counts"] == {"volunteer": 8}
    assert office.read(session)["total"] == 8


def test_the_same_again_changes_nothing(office: Office) -> None:
    session, counter = office.session(), uuid4()
    taken(office.count(session, counter, 2, volunteer=9, street_staff=0), 201)
    for _ in range(3):
        stands = taken(office.count(session, counter, 2, volunteer=9, party_member=0), 200)
    assert stands["counts"] == {"volunteer": 9, "party_member": 0}
    assert office.read(session)["total"] == 9


def test_two_phones_under_one_id_are_told_apart(office: Office) -> None:
    session, counter = office.session(), uuid4()
    taken(office.count(session, counter, 2, volunteer=9), 201)
    answer = office.count(session, counter, 2, volunteer=10)
    assert refused(answer) == (409, "counter_forked")
    assert answer.get_json()["counter"]["counts"] == {"volunteer": 9}
    taken(office.count(session, uuid4(), 2, volunteer=10), 201)
    assert office.read(session)["total"] == 19


def test_a_counter_stays_at_its_site(office: Office) -> None:
    sites = [office.site(), office.site(name="西段")]
    session, counter = office.session(sites=sites), uuid4()
    taken(office.count(session, counter, 1, volunteer=1), 201)
    assert refused(office.count(session, counter, 2, site=sites[1], volunteer=1)) == (
        409,
        "counter_elsewhere",
    )


@pytest.mark.parametrize("number", [-1, 100_001, 1.5, "many"])
def test_no_total_is_negative_or_absurd(office: Office, number: object) -> None:
    session = office.session()
    path = f"{office.at(session)}/counters/{uuid4()}"
    body = {"seq": 1, "counts": {"volunteer": number}}
    assert refused(office.of("organiser").put(path, json=body)) == (422, "invalid")


def test_a_category_that_never_was(office: Office) -> None:
    assert refused(office.count(office.session(), uuid4(), 1, ghost=1)) == (422, "invalid")


def test_a_phone_that_sends_a_week_late_is_counted(office: Office) -> None:
    session = office.session()
    finished = office.act(session, "finish")
    with as_of(now() + timedelta(days=7)):
        taken(office.count(session, uuid4(), 40, volunteer=17), 201)
        whole = office.read(session)
    assert (whole["total"], whole["is_changed_after_finish"]) == (17, True)
    assert not finished["is_changed_after_finish"]


def test_a_cancelled_session_keeps_what_still_arrives(office: Office) -> None:
    session, counter = office.session(), uuid4()
    taken(office.count(session, counter, 1, volunteer=5), 201)
    cancelled = office.act(session, "cancel", note="下雨")
    assert cancelled["state"] == "cancelled"
    taken(office.count(session, counter, 2, volunteer=8), 200)
    assert office.read(session)["total"] == 8
    assert office.act(cancelled, "reinstate")["total"] == 8


def test_a_withdrawn_site_keeps_its_counts(office: Office) -> None:
    gone, stays, empty = office.site(), office.site(name="西段"), office.site(name="空")
    series = office.series()
    session = office.session(series, sites=[gone, stays, empty])
    taken(office.count(session, uuid4(), 1, volunteer=5), 201)
    changed = taken(
        office.put(series, session_id=session["id"], sites=[stays], version=session["version"]), 200
    )
    assert [(site["id"], site["is_withdrawn"]) for site in changed["sites"]] == [
        (stays["id"], False),
        (gone["id"], True),
    ]
    taken(office.count(session, uuid4(), 1, volunteer=2), 201)
    assert office.read(session)["total"] == 7


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 201),
        ("chief", 404),
        ("handler", 404),
        ("viewer", 403),
        ("admin", 403),
        ("far_organiser", 404),
    ],
)
def test_who_counts_at_a_site(office: Office, who: str, status: int) -> None:
    session = office.session(sites=[office.site(lead_id=str(office.people["lead"].id))])
    assert office.count(session, uuid4(), 1, who, volunteer=1).status_code == status


STEPS = (1, 1, 1, -1)
Message = tuple[int, int, dict[str, int]]


@st.composite
def phones(draw: st.DrawFn) -> tuple[list[Message], dict[str, int]]:
    """What up to 30 phones send, shuffled, doubled and held back; and what it must come to."""
    sent: list[Message] = []
    total = dict.fromkeys(CATEGORIES, 0)
    for phone in range(draw(st.integers(1, 30))):
        counts = dict.fromkeys(CATEGORIES, 0)
        steps = draw(
            st.lists(st.tuples(st.sampled_from(CATEGORIES), st.sampled_from((1, 1, 1, -1))), max_size=5)
        )
        for seq, (category, step) in enumerate(steps, 1):
            counts[category] = max(0, counts[category] + step)
            sent.append((phone, seq, dict(counts)))
        for category in CATEGORIES:
            total[category] += counts[category]
    doubled = sent + draw(st.lists(st.sampled_from(sent), max_size=20)) if sent else []
    return draw(st.permutations(doubled)), total


@pytest.fixture
def series(office: Office) -> Json:
    return office.series()


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(case=phones())
def test_any_order_gives_the_same_exact_total(
    office: Office, series: Json, case: tuple[list[Message], dict[str, int]]
) -> None:
    messages, total = case
    session, db = office.session(series), office.make.session
    site_id, user_id = UUID(session["sites"][0]["id"]), office.people["organiser"].id
    ids = [uuid4() for _ in range(30)]
    for phone, seq, counts in messages:
        # Past HTTP, which the other tests are about: there are thousands of messages.
        put_counter(db, site_id, ids[phone], CounterIn(seq=seq, counts=counts), user_id=user_id)
    db.flush()
    assert office.read(session)["totals"] == total
