"""What an import would do: segments of a file brought together with those that stand. Writes nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.core.errors import NotFound
from app.roads.importing.matching import Matching, Standing, match, updated_sources
from app.roads.importing.naming import Named, Namer
from app.roads.importing.report import Report
from app.roads.importing.splitting import Network
from app.roads.importing.ways import Progress, Reading
from app.roads.models import RoadSegment
from app.roads.queries.segments import WKB, AnyRow, lines_of


@dataclass
class Plan:
    """What an import is about to do. `names` and `named` go together by place."""

    unit_id: UUID
    district_id: UUID
    source: str
    named: list[Named]
    names: list[str]
    matching: Matching[UUID]
    retiring: list[UUID]
    report: Report


def plan_import(
    session: Session, reading: Reading, unit_code: str | None, source: str, progress: Progress[Any]
) -> Plan:
    """Cut, name and match without writing; new segments are to belong to the unit of this code."""
    network = Network(progress(reading.ways, "cutting"))
    named = Namer(list(progress(network.pieces(), "naming"))).name_all()
    unit_id, district_id = _unit(session, unit_code)
    standing = _standing(session, district_id)
    matching = _match(standing, named)
    sources = {row.id: row.source_ref.partition(" ")[0] for row in standing if row.retired_at is None}
    editions = updated_sources(sources, matching)
    retiring = [id_ for id_ in matching.lost if sources.get(id_) in editions]
    was_named = {row.id: row.name for row in standing}
    names = _settle_names(named, {index: was_named[id_] for index, id_ in matching.kept.items()})
    report = _report(reading, network, named, names, matching, retiring, was_named)
    return Plan(unit_id, district_id, source, named, names, matching, retiring, report)


def _unit(session: Session, code: str | None) -> tuple[UUID, UUID]:
    """The unit new segments belong to, and its district; without a code the only district there is."""
    tree = unit_tree(session)
    if code is None:
        found = [node for node in tree.nodes.values() if node.kind == "district"]
    else:
        found = [node for node in tree.nodes.values() if code in (node.code, node.name, str(node.id))]
    if len(found) != 1:
        known = ", ".join(sorted(node.code or node.name for node in tree.nodes.values()))
        first = "none yet, flask accounts create-admin makes the district"
        raise NotFound(f"Say with --unit to whom the roads belong; known are: {known or first}")
    district = tree.district(found[0].id)
    return found[0].id, district.id if district else found[0].id


def _standing(session: Session, district_id: UUID) -> Sequence[AnyRow]:
    units = unit_tree(session).subtree(district_id)
    columns = (RoadSegment.id, RoadSegment.name, RoadSegment.source_ref, RoadSegment.retired_at)
    rows = select(*columns, WKB.label("wkb")).where(RoadSegment.unit_id.in_(units)).order_by(RoadSegment.id)
    return session.execute(rows).all()


def _match(standing: Sequence[AnyRow], named: Sequence[Named]) -> Matching[UUID]:
    """Those on the map first; what is left may bring a retired one back."""
    active, retired = (
        [
            Standing(row.id, row.name, lines_of(row.wkb))
            for row in standing
            if (row.retired_at is None) == on_map
        ]
        for on_map in (True, False)
    )
    pieces = [(one.name, one.piece.line) for one in named]
    matching = match(active, pieces)
    left = [index for index in range(len(pieces)) if index not in matching.kept]
    back = match(retired, [pieces[index] for index in left])
    matching.kept |= {left[index]: id_ for index, id_ in back.kept.items()}
    matching.part_of = {index: id_ for index, id_ in matching.part_of.items() if index not in matching.kept}
    return matching


def _settle_names(named: Sequence[Named], was_named: dict[int, str]) -> list[str]:
    """Where the words are the same, a kept segment keeps its number too; the others take what is free."""
    settled = {
        index: old
        for index, old in was_named.items()
        if _without_number(old) == _without_number(named[index].name)
    }
    taken = set(settled.values())
    for index, one in enumerate(named):
        if index not in settled:
            settled[index] = _free(one.name, taken)
            taken.add(settled[index])
    return [settled[index] for index in range(len(named))]


def _without_number(name: str) -> str:
    return re.sub(r"（(\d+|[东西南北]幅)）$", "", name)


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{_without_number(name)}（{number}）"
        number += 1
    return free


def _report(
    reading: Reading,
    network: Network,
    named: Sequence[Named],
    names: Sequence[str],
    matching: Matching[UUID],
    retiring: Sequence[UUID],
    was_named: dict[UUID, str],
) -> Report:
    def fate(id_: UUID) -> str:
        piece = matching.now_in.get(id_)
        return was_named[id_] + (f" → {names[piece]}" if piece is not None else "")

    renamed = [
        f"{was_named[id_]} → {names[index]}"
        for index, id_ in sorted(matching.kept.items())
        if was_named[id_] != names[index]
    ]
    return Report(
        roads=len({one.road for one in named}),
        segments=len(named),
        unnamed=sum(one.is_unnamed for one in named),
        length_m=sum(one.piece.length_m for one in named),
        ways=len(reading.ways),
        ways_length_m=reading.length_m,
        doubled_m=network.doubled_m,
        skipped=reading.skipped,
        kept=len(matching.kept),
        new=len(named) - len(matching.kept),
        retired=[fate(id_) for id_ in retiring],
        inherited=[f"{names[i]} ← {was_named[id_]}" for i, id_ in sorted(matching.part_of.items())],
        renamed=renamed,
    )
