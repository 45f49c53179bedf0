"""Which lines are roads a beat can be driven or walked on, and what a file's columns call them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

LINKED = ("motorway", "trunk", "primary", "secondary", "tertiary")
BY_RANK = (*LINKED, "unclassified", "residential", "living_street", "road", "pedestrian", "service")
TAKEN = frozenset(BY_RANK) | {f"{kind}_link" for kind in LINKED}
# Other values of OSM's `highway`; any other word in a kind column is the surveyor's own and says nothing.
NOT_TAKEN = frozenset(
    (
        *(
            "footway",
            "path",
            "steps",
            "cycleway",
            "track",
            "bridleway",
            "corridor",
            "construction",
            "proposed",
        ),
        *("planned", "platform", "raceway", "elevator", "escape", "razed", "abandoned", "bus_guideway"),
        *("busway", "via_ferrata", "rest_area", "services", "emergency_bay"),
    )
)

NAME_COLUMNS = (
    *("name", "名称", "路名", "道路名称", "道路名", "name_zh", "name:zh", "name_chn", "roadname"),
    *("road_name", "street", "streetname", "dlmc", "mc", "official_name"),
)
REF_COLUMNS = ("ref", "编号", "道路编号", "路线编号", "路线代码", "lxbh", "lxdm", "dlbh", "route")
KIND_COLUMNS = ("highway", "fclass", "道路等级", "等级", "类型", "道路类型", "dldj", "kind", "class", "type")


def skip_reason(kind: str) -> str | None:
    """Why a line of this kind is no road for us, or None."""
    return f"highway={kind}" if kind in NOT_TAKEN else None


def rank(kind: str) -> int:
    """0 for the most important; unknown kinds stand before service roads."""
    plain = kind.removesuffix("_link")
    return BY_RANK.index(plain) if plain in BY_RANK else len(BY_RANK) - 2


def describe(properties: Mapping[str, Any]) -> tuple[str, str]:
    """Name (or number) and kind by whatever the columns are called; empty where there is none."""
    by_column = {str(column).strip().lower(): value for column, value in properties.items()}
    name = _first(by_column, NAME_COLUMNS) or _first(by_column, REF_COLUMNS)
    return name, _first(by_column, KIND_COLUMNS).lower()


def _first(by_column: Mapping[str, Any], columns: Iterable[str]) -> str:
    return next((text for column in columns if (text := _text(by_column.get(column)))), "")


def _text(value: Any) -> str:
    """Numbers from a table's float column lose their `.0`; NaN and None are nothing."""
    if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"[\s\x00-\x1f]+", " ", str(value)).strip()
