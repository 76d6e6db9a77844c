"""What can go wrong with blocks and reports."""

from dife.errors import Conflict, NotFound


class ReportNotFound(NotFound):
    """No such report."""

    code = "report_not_found"


class ReportResolved(Conflict):
    """Another answer was given to the report before."""

    code = "report_resolved"
