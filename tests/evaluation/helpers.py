"""What the tests of the measurements share."""

from assistant.evaluation.table import Row


def found(rows: list[Row], system: str, metric: str) -> Row:
    """The one row of this system and metric."""
    return next(row for row in rows if (row.system, row.metric) == (system, metric))
