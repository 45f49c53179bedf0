"""The map of segments, one segment with its people, and which segment a point is on."""

import hashlib
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.core import http
from app.core.actor import Actor
from app.core.clock import today
from app.core.db import reading, unit_of_work
from app.core.geo import to_wgs84
from app.core.stamps import read_stamp
from app.roads import policy
from app.roads.presenting import feature_collection, segment_detail
from app.roads.queries import APPOINTMENTS_STAMP, STAMP, chiefs, find_nearest_segment, segments
from app.roads.schemas import (
    NearestSegment,
    Place,
    RoadList,
    SegmentAction,
    SegmentChange,
    SegmentCollection,
    SegmentDetail,
    SegmentFilter,
    SegmentOutcome,
    parse_box,
)
from app.roads.services.segment_acts import act_on_segments
from app.roads.services.segments import change_segment

blueprint = APIBlueprint("roads", __name__, url_prefix=http.API, tag="Roads")
UNCHANGED: Any = {304: {"description": "Unchanged"}}


def etag(*parts: object) -> str:
    """Moves with everything an answer depends on."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


@blueprint.get("/road-segments")
@blueprint.input(SegmentFilter, location="query")
@blueprint.output(SegmentCollection)
@blueprint.doc(responses=UNCHANGED)
@http.permit(policy.may_see_roads)
def list_road_segments(query_data: SegmentFilter) -> Response:
    """Segments on the map: a box, one's own of today, a unit's, a road's, or all of the district."""
    actor, day = http.actor(), today()
    chief_id = actor.id if query_data.chief else None
    with reading() as session:
        units = actor.district_unit_ids
        if query_data.unit_id:
            units &= unit_tree(session).subtree(query_data.unit_id)
        mine = (chief_id, day, read_stamp(session, APPOINTMENTS_STAMP)) if chief_id else None
        tag = etag(query_data, sorted(map(str, units)), mine, read_stamp(session, STAMP))
        if request.if_none_match.contains_weak(tag):
            return http.json_response(None, etag=tag)
        box = parse_box(query_data.bbox) if query_data.bbox else None
        rows = segments.list_segments(
            session, units, box=box, chief_id=chief_id, road_id=query_data.road_id, on=day
        )
    return http.json_response(feature_collection(rows), etag=tag)


@blueprint.get("/road-segments/nearest")
@blueprint.input(Place, location="query")
@blueprint.output(NearestSegment)
@http.permit(policy.may_see_roads)
def nearest_road_segment(query_data: Place) -> NearestSegment:
    """The segment a point is on, within the deployment's limit, and the side of the road."""
    point = to_wgs84((query_data.lon, query_data.lat), query_data.datum)
    with reading() as session:
        found = find_nearest_segment(
            session, point, http.settings().segment_max_distance_m, http.actor().district_unit_ids
        )
        name = segments.name_of(session, found.id) if found else None
    if found is None:
        return NearestSegment(segment_id=None, distance_m=None, side=None, name=None)
    return NearestSegment(segment_id=found.id, distance_m=found.distance_m, side=found.side, name=name)


@blueprint.get("/road-segments/<uuid:segment_id>")
@blueprint.output(SegmentDetail)
@http.permit(policy.may_see_roads)
def read_road_segment(segment_id: UUID) -> SegmentDetail:
    """A segment with its chiefs of today; all its appointments for those who may see them."""
    with reading() as session:
        return _detail(session, segment_id, http.actor())


def _detail(session: Session, segment_id: UUID, actor: Actor) -> SegmentDetail:
    row = segments.get_segment(session, segment_id, actor)
    in_force = chiefs.list_appointments(session, chiefs.Which(segment_id=segment_id, on=today()))
    ever = None
    if row.unit_id in policy.units_of_appointments(actor):
        ever = chiefs.list_appointments(session, chiefs.Which(segment_id=segment_id))
    return segment_detail(row, in_force, ever)


@blueprint.patch("/road-segments/<uuid:segment_id>")
@blueprint.input(SegmentChange)
@blueprint.output(SegmentDetail)
@http.permit(policy.may_administer)
def change_road_segment(segment_id: UUID, json_data: SegmentChange) -> SegmentDetail:
    """Give a segment to another unit, or mark it as a key area."""
    with unit_of_work() as session:
        change_segment(session, segment_id, json_data, actor=http.actor())
        session.flush()
        return _detail(session, segment_id, http.actor())


@blueprint.post("/road-segments/actions")
@blueprint.input(SegmentAction)
@blueprint.output(SegmentOutcome)
@blueprint.doc(responses={404: "Not in the caller's district"})
@http.permit(policy.may_administer)
def act_on_road_segments(json_data: SegmentAction) -> SegmentOutcome:
    """Give many segments to a unit, or mark them as key areas, in one act. Their undone cases go along."""
    with unit_of_work() as session:
        return act_on_segments(session, json_data, actor=http.actor())


@blueprint.get("/roads")
@blueprint.output(RoadList)
@blueprint.doc(responses=UNCHANGED)
@http.permit(policy.may_see_roads)
def list_roads() -> Response:
    """The district's roads, the named ones first."""
    units = http.actor().district_unit_ids
    with reading() as session:
        tag = etag(sorted(map(str, units)), read_stamp(session, STAMP))
        rows = segments.list_roads(session, units)
    return http.json_response({"items": [row._asdict() for row in rows]}, etag=tag)
