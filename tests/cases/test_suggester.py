"""Who is suggested: the rules of a small district, and a slow and obvious reading of what they say."""

import random
from dataclasses import replace
from uuid import UUID

import pytest

from app.accounts.units import UnitNode, UnitTree
from app.cases.suggester import Duty, Facts, Kind, Office, Pick, Reference, Rule, Suggester


def an_id(word: str) -> UUID:
    """The same id for the same word."""
    return UUID(bytes=word.encode().ljust(16, b"\0")[:16])


DISTRICT, OFFICE, COMMUNITY, ELSEWHERE = (an_id(name) for name in ("district", "office", "community", "else"))
TREE = UnitTree(
    [
        UnitNode(DISTRICT, None, "district", "中原区", "410102"),
        UnitNode(OFFICE, DISTRICT, "street_office", "棉纺路街道", None),
        UnitNode(COMMUNITY, OFFICE, "community", "一社区", None),
        UnitNode(ELSEWHERE, DISTRICT, "street_office", "须水街道", None),
    ]
)
STALL, LAMP = an_id("stall"), an_id("lamp")
KINDS = {STALL: Kind("占道经营", "街面秩序"), LAMP: Kind("路灯", "公用设施")}
TEAM, CREW, LOCAL, FAR = (an_id(name) for name in ("team", "crew", "local", "far"))
OFFICES = {
    TEAM: Office("执法队", DISTRICT),
    CREW: Office("一环卫", DISTRICT),
    LOCAL: Office("街道城管", OFFICE),
    FAR: Office("须水城管", ELSEWHERE),
}
ROAD, SEGMENT = an_id("road"), an_id("segment")
FACTS = Facts(STALL, COMMUNITY, ROAD, SEGMENT, "north", "patrol")
ANY = Rule(
    an_id("rule"), 1, True, "", None, None, DISTRICT, None, None, None, None, TEAM
)  # fits every case of the district


def suggester(*rules: Rule, duties: tuple[Duty, ...] = ()) -> Suggester:
    ranked = [replace(rule, rank=rank) for rank, rule in enumerate(rules, 1)]
    return Suggester(ranked, Reference(TREE, KINDS, OFFICES, duties, {}, {}))


def department(found: Pick | None) -> UUID | None:
    return found.department_id if found else None


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ({}, True),
        ({"category_id": STALL}, True),
        ({"category_id": LAMP}, False),
        ({"class_name": "街面秩序"}, True),
        ({"class_name": "公用设施"}, False),
        ({"unit_id": OFFICE}, True),
        ({"unit_id": COMMUNITY}, True),
        ({"unit_id": ELSEWHERE}, False),
        ({"road_id": ROAD}, True),
        ({"road_id": SEGMENT}, False),
        ({"segment_id": SEGMENT}, True),
        ({"segment_id": ROAD}, False),
        ({"side": "north"}, True),
        ({"side": "south"}, False),
        ({"source": "patrol"}, True),
        ({"source": "hotline"}, False),
        ({"side": "north", "source": "hotline"}, False),
        ({"is_active": False}, False),
    ],
)
def test_a_rule_fits_when_all_its_conditions_do(condition: dict[str, object], fits: bool) -> None:
    found = suggester(replace(ANY, **condition)).pick(FACTS)  # type: ignore[arg-type]
    assert department(found) == (TEAM if fits else None)


def test_the_first_that_fits_holds() -> None:
    first, second = replace(ANY, department_id=CREW), replace(ANY, id=an_id("second"))
    assert department(suggester(first, second).pick(FACTS)) == CREW
    assert department(suggester(second, first).pick(FACTS)) == TEAM


def test_a_rule_stands_above_every_duty() -> None:
    duties = (Duty(LOCAL, COMMUNITY, STALL),)
    assert department(suggester(ANY, duties=duties).pick(FACTS)) == TEAM
    assert department(suggester(replace(ANY, category_id=LAMP), duties=duties).pick(FACTS)) == LOCAL


def test_a_department_that_may_not_be_given_the_case_is_passed_over() -> None:
    """One that serves another place, and one that is out of use."""
    for unfit in (FAR, an_id("gone")):
        rules = replace(ANY, department_id=unfit), replace(ANY, department_id=CREW)
        assert department(suggester(*rules).pick(FACTS)) == CREW
        assert suggester(duties=(Duty(unfit, DISTRICT, STALL),)).pick(FACTS) is None


def test_a_duty_for_the_kind_comes_before_one_for_all_and_a_near_one_before_a_far_one() -> None:
    ranked = [
        Duty(LOCAL, COMMUNITY, STALL),
        Duty(LOCAL, OFFICE, STALL),
        Duty(CREW, DISTRICT, STALL),
        Duty(LOCAL, COMMUNITY, None),
        Duty(TEAM, DISTRICT, None),
    ]
    left = list(ranked)
    while left:
        shuffled = random.Random(7).sample(left, len(left))  # noqa: S311 - the same every time
        found = suggester(duties=tuple(shuffled)).pick(FACTS)
        assert found is not None
        assert found.because == left.pop(0)
    assert suggester().pick(FACTS) is None


def test_of_two_with_the_same_duty_the_name_decides() -> None:
    duties = (Duty(CREW, DISTRICT, STALL), Duty(TEAM, DISTRICT, STALL))
    assert department(suggester(duties=duties).pick(FACTS)) == CREW


def test_where_nothing_is_known_of_a_place_rules_for_places_do_not_fit() -> None:
    nowhere = Facts(LAMP, DISTRICT, None, None, None, "hotline")
    for condition in ({"road_id": ROAD}, {"segment_id": SEGMENT}, {"side": "north"}, {"unit_id": OFFICE}):
        assert suggester(replace(ANY, **condition)).pick(nowhere) is None
    assert department(suggester(ANY).pick(nowhere)) == TEAM


def slowly(rules: list[Rule], facts: Facts) -> UUID | None:
    """The same without any index, straight from the words of the page."""
    above = [node.id for node in TREE.chain(facts.unit_id)]
    for rule in rules:
        kind = KINDS[facts.category_id]
        said = [
            (rule.category_id, facts.category_id),
            (rule.class_name, kind.class_name),
            (rule.road_id, facts.road_id),
            (rule.segment_id, facts.segment_id),
            (rule.side, facts.side),
            (rule.source, facts.source),
        ]
        office = OFFICES.get(rule.department_id)
        fits = all(wanted in (None, held) for wanted, held in said) and rule.unit_id in above
        if rule.is_active and fits and office is not None and office.unit_id in above:
            return rule.department_id
    return None


def test_it_says_what_a_slow_reading_of_the_rules_says() -> None:
    dice = random.Random(5)  # noqa: S311 - the same every time

    def rule(number: int) -> Rule:
        by_kind = dice.choice([(None, None), (STALL, None), (LAMP, None), (None, "街面秩序")])
        by_place = dice.choice([(None, None), (ROAD, None), (None, SEGMENT)])
        return Rule(
            an_id(f"rule {number}"),
            number,
            dice.random() < 0.8,
            "",
            *by_kind,
            dice.choice([DISTRICT, DISTRICT, OFFICE, COMMUNITY, ELSEWHERE]),
            *by_place,
            dice.choice([None, None, "north", "south"]),
            dice.choice([None, None, "patrol", "hotline"]),
            dice.choice([TEAM, CREW, LOCAL, FAR, an_id("gone")]),
        )

    for _ in range(300):
        rules = [rule(number) for number in range(1, dice.randint(1, 12))]
        facts = Facts(
            dice.choice([STALL, LAMP]),
            dice.choice([DISTRICT, OFFICE, COMMUNITY, ELSEWHERE]),
            dice.choice([None, ROAD]),
            dice.choice([None, SEGMENT]),
            dice.choice([None, "north", "south"]),
            dice.choice(["patrol", "hotline"]),
        )
        assert department(suggester(*rules).pick(facts)) == slowly(rules, facts)
