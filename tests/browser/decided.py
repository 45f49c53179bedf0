"""What the database itself says of cases whose words hold a mark: `decided.py MARK`, as JSON by id.

Read from the tables, not asked of the server: what a desk shows and what was kept are two things.
"""

import json
import sys
from typing import Any

from sqlalchemy import select

from app import create_app
from app.accounts.models import Department
from app.cases.models import Case, CaseEvent
from app.core.db import reading


def main(mark: str) -> None:
    with create_app().app_context(), reading() as session:
        cases = session.scalars(select(Case).where(Case.description.contains(mark))).all()
        departments = {one.id: one.name for one in session.scalars(select(Department))}
        rows = session.execute(
            select(CaseEvent.case_id, CaseEvent.action, CaseEvent.note, CaseEvent.data, CaseEvent.actor_name)
            .where(CaseEvent.case_id.in_([case.id for case in cases]))
            .order_by(CaseEvent.id)
        ).all()
    events: dict[Any, list[dict[str, Any]]] = {case.id: [] for case in cases}
    for case_id, action, note, data, who in rows:
        events[case_id].append({"action": action, "note": note, "data": data, "who": who})
    found = {
        str(case.id): {
            "words": case.description,
            "status": case.status,
            "number": case.number,
            "version": case.version,
            "department": departments.get(case.department_id) if case.department_id else None,
            "limit": case.limit["text"] if case.limit else None,
            "merged_into": str(case.merged_into_id) if case.merged_into_id else None,
            "events": events[case.id],
        }
        for case in cases
    }
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
