"""Words find cases: any two characters of number, words, road, place and reporter, current at once."""

from uuid import UUID

import pytest
from alembic import command
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.cases.search import matches, search_columns
from app.cli import alembic_config
from app.core.db import database
from tests.cases.conftest import Street
from tests.factories import Make, Phone

MANY = 60
LETTERS = st.sampled_from("占道经营路𬭎aB19-，% ")


def found(street: Street, words: str, who: str = "supervisor") -> list[str]:
    answer = street.of(who).get("/cases", query_string={"q": words})
    assert answer.status_code == 200, answer.json
    return [row["id"] for row in answer.get_json()["items"]]


@pytest.fixture
def stalls(street: Street) -> tuple[str, str]:
    """A case of stalls, filed, and another of rubbish."""
    stall = street.act("supervisor", street.reported(description="商户在门口摆摊Stall 12号"), "file")
    rubbish = street.reported("supervisor", description="𬭎达楼下垃圾成堆")
    return stall["id"], rubbish["id"]


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        *(("摆摊", [0]), ("门口摆", [0]), ("口摆摊s", [0]), ("STALL", [0]), ("tall", [0]), ("12号", [0])),
        *(("垃圾", [1]), ("圾垃", []), ("𬭎达", [1]), ("堆", [1]), ("410102-", [0]), ("02-2026", [0])),
        *(("-0001", [0]), ("建设路—棉纺", [0, 1]), ("棉纺 桐柏", [0, 1]), ("桐棉", []), ("摆摊 垃圾", [])),
        *(
            ("占道经营", [0, 1]),
            ("路长", [0]),
            ("督导", [1]),
            ("—", []),
            ("%", []),
            ('"摆摊"', []),
            ("'", []),
        ),
        *(("摆摊 OR 垃圾", []), ("摆*", []), ("摆摊&", []), ("NOT", []), (" 门口  摆摊 ", [0])),
    ],
)
def test_words_find_what_contains_them_all(
    street: Street, stalls: tuple[str, str], words: str, finds: list[int]
) -> None:
    assert sorted(found(street, words)) == sorted(stalls[index] for index in finds)


def test_a_search_finds_only_what_the_caller_may_see(street: Street, stalls: tuple[str, str]) -> None:
    assert found(street, "摆摊", "far_supervisor") == []
    assert len(found(street, "桐柏", "chief")) == 2


def test_what_is_moved_or_numbered_is_found_by_the_new_words_only(street: Street) -> None:
    case = street.reported()
    assert found(street, "陇海") == []
    far = street.make.segment([(113.7, 34.7), (113.701, 34.7)], name="陇海路：甲路—乙路")
    street.act("supervisor", case, "move", segment_id=str(far.id))
    assert (found(street, "陇海"), found(street, "桐柏")) == ([case["id"]], [])


def write_case(session: Session, case: Case, words: str) -> None:
    session.execute(update(Case).where(Case.id == case.id).values(**search_columns(words)))


@settings(max_examples=MANY, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(written=st.text(LETTERS, max_size=30), wanted=st.text(LETTERS, min_size=1, max_size=6))
def test_the_index_answers_as_reading_every_text_would(
    session: Session, held: Case, written: str, wanted: str
) -> None:
    write_case(session, held, written)
    has_letters = any(letter.isalnum() for letter in wanted)
    obvious = has_letters and all(word in written.casefold() for word in wanted.casefold().split())
    assert session.scalars(select(Case.id).where(matches(session, wanted))).all() == [held.id] * obvious


@pytest.fixture
def held(session: Session, street: Street) -> Case:
    """One case, to be written over."""
    return session.get_one(Case, UUID(street.reported()["id"]))


def test_each_part_of_what_is_written_is_found(session: Session, held: Case) -> None:
    words = "桐柏路12号门口Stall-20261120"
    write_case(session, held, words)
    parts = {words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    lost = [
        part
        for part in parts - {"-"}
        if not session.scalars(select(Case.id).where(matches(session, part))).all()
    ]
    assert lost == []


def test_the_index_forgets_what_is_written_over(session: Session, held: Case) -> None:
    words = select(Case.id).where(matches(session, "桐柏"))
    answers = []
    for text in ("桐柏", "", "桐柏 桐柏", "陇海"):
        write_case(session, held, text)
        answers.append(len(session.scalars(words).all()))
    assert answers == [1, 0, 1, 0]


def test_the_index_is_of_the_same_transaction(session: Session, held: Case) -> None:
    inner = session.begin_nested()
    write_case(session, held, "陇海")
    inner.rollback()
    assert session.scalars(select(Case.id).where(matches(session, "陇海"))).all() == []


@pytest.mark.usefixtures("for_keeps")
def test_cases_from_before_the_index_are_found(app: APIFlask) -> None:
    with database.writers() as session:
        street = Street(Make(session), Phone(app, session))
        for who in ("chief", "supervisor"):
            street.of(who)
        session.commit()
    case = street.reported(description="卖菜")
    command.downgrade(alembic_config(), "0003")
    command.upgrade(alembic_config(), "head")
    assert found(street, "柏路") == found(street, "卖菜") == [case["id"]]
