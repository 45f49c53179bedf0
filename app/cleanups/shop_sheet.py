"""The register of shops as a spreadsheet: its layout."""

from collections.abc import Iterable
from typing import Any

from app.core import sheets

COLUMNS = {
    "店名": "name",
    "类别": "kind",
    "路段": "segment_name",
    "经度": "lon",
    "纬度": "lat",
    "在营": "is_active",
    "门店编号": "id",
}
WIDTHS = (32, 14, 44, 12, 12, 8, 38)
NEEDED = ("店名",)
YES, NO = "是", "否"


def page(shops: Iterable[dict[str, Any]]) -> sheets.Sheet:
    """One row each."""
    return sheets.Sheet("门店", tuple(COLUMNS), WIDTHS, (_cells(shop) for shop in shops))


def _cells(shop: dict[str, Any]) -> list[Any]:
    place = shop["location"] or {}
    known = shop | {"lon": place.get("lon"), "lat": place.get("lat")}
    known |= {"is_active": YES if shop["is_active"] else NO}
    return [known[name] for name in COLUMNS.values()]
