"""What changes cases: a report, a move, a look at what became of it."""

from app.cases.services.acting import act_on_case
from app.cases.services.many import act_on_cases
from app.cases.services.presence import attend, leave
from app.cases.services.reporting import report_case
from app.cases.services.seeing import mark_seen

__all__ = ["act_on_case", "act_on_cases", "attend", "leave", "mark_seen", "report_case"]
