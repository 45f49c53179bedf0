"""Every segment has a name of its own that tells an official where it is."""

from hypothesis import given
from hypothesis import strategies as st

from app.roads.importing.naming import Namer
from app.roads.importing.splitting import Network
from tests.roads.conftest import CutAndName, Metres, Street, way

JIANSHE: Street = ("建设路", [(0, 0), (0, 100), (0, 200)], "primary")
MIANFANG: Street = ("棉纺路", [(300, 0), (300, 100), (300, 200)], "primary")
TONGBAI: Street = ("桐柏路", [(0, 100), (150, 100), (300, 100)])


def names(named: object) -> set[str]:
    return {one.name for one in named}  # type: ignore[attr-defined]


def test_from_one_crossing_to_the_next(cut_and_name: CutAndName) -> None:
    assert "桐柏路：建设路—棉纺路" in names(cut_and_name(JIANSHE, MIANFANG, TONGBAI))


def test_the_more_important_road_names_the_crossing(cut_and_name: CutAndName) -> None:
    lane: Street = ("甲巷", [(0, 100), (-50, 100)], "service")
    assert "桐柏路：建设路—棉纺路" in names(cut_and_name(JIANSHE, MIANFANG, lane, TONGBAI))


def test_a_dead_end_lies_on_one_side_of_its_crossing(cut_and_name: CutAndName) -> None:
    found = names(cut_and_name(JIANSHE, TONGBAI))
    assert found == {"桐柏路：建设路以东", "建设路：桐柏路以北", "建设路：桐柏路以南"}


def test_a_road_that_meets_nothing(cut_and_name: CutAndName) -> None:
    assert names(cut_and_name(TONGBAI)) == {"桐柏路：全段"}


def test_a_driveway_cuts_but_does_not_name(cut_and_name: CutAndName) -> None:
    driveway: Street = ("", [(150, 100), (150, 140)], "service")
    found = names(cut_and_name(JIANSHE, MIANFANG, TONGBAI, driveway))
    assert {"桐柏路：建设路—棉纺路（1）", "桐柏路：建设路—棉纺路（2）"} <= found
    assert "未命名道路（近桐柏路）：桐柏路以北" in found


def test_numbers_run_from_west_to_east(cut_and_name: CutAndName) -> None:
    driveway: Street = ("", [(150, 100), (150, 140)], "service")
    first = next(
        one for one in cut_and_name(MIANFANG, JIANSHE, driveway, TONGBAI) if one.name.endswith("（1）")
    )
    assert first.piece.line[0][0] < first.piece.line[-1][0] < 113.602


def test_two_carriageways_are_told_apart_by_where_they_lie(cut_and_name: CutAndName) -> None:
    north: Street = ("陇海路", [(0, 200), (100, 205), (300, 200)])
    south: Street = ("陇海路", [(0, 180), (100, 185), (300, 180)])
    cross: list[Street] = [
        ("建设路", [(0, 300), (0, 200), (0, 180), (0, 0)]),
        ("棉纺路", [(300, 300), (300, 200), (300, 180), (300, 0)]),
    ]
    found = cut_and_name(north, south, *cross)
    by_name = {one.name: one.piece for one in found}
    upper, lower = by_name["陇海路：建设路—棉纺路（北幅）"], by_name["陇海路：建设路—棉纺路（南幅）"]
    assert min(lat for _, lat in upper.line) > max(lat for _, lat in lower.line)
    assert "建设路：陇海路附近" in by_name  # between the carriageways


def test_an_unnamed_road_is_known_by_what_it_joins(cut_and_name: CutAndName) -> None:
    lane: Street = ("", [(0, 0), (300, 0)], "service")
    assert "未命名道路（近建设路）：建设路—棉纺路" in names(cut_and_name(JIANSHE, MIANFANG, lane))


def test_an_unnamed_road_that_joins_nothing_is_known_by_what_is_near(cut_and_name: CutAndName) -> None:
    lane: Street = ("", [(20, 10), (20, 60)], "service")
    assert "未命名道路（近建设路）：支路" in names(cut_and_name(JIANSHE, lane))


def test_without_a_single_name_all_are_numbered(cut_and_name: CutAndName) -> None:
    found = cut_and_name(("", [(0, 0), (90, 0)]), ("", [(0, 40), (90, 40)]))
    assert names(found) == {"未命名道路：支路（1）", "未命名道路：支路（2）"}
    assert all(one.is_unnamed for one in found)


grid = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda p: (p[0] * 50.0, p[1] * 50.0))
words = st.sampled_from(["甲路", "乙路", "", "很长" * 90])
streets = st.lists(st.tuples(words, st.lists(grid, min_size=2, max_size=6)), min_size=1)


@given(streets)
def test_names_are_never_empty_never_twice_and_fit_the_table(drawn: list[tuple[str, list[Metres]]]) -> None:
    pieces = list(Network(way(*street) for street in drawn).pieces())
    named = Namer(pieces).name_all()
    assert len({one.name for one in named}) == len(pieces)
    assert all(one.name and one.road and len(one.name) <= 200 and len(one.road) <= 120 for one in named)
