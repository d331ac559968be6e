"""What is in a library, as HTML: a month of days with their counts or why they are empty, and small bars of counts."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.export.html import render
from assistant.library.fetch_log import Day, Reason

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIGNS = {
    Reason.FUTURE: "",
    Reason.WEEKEND: "–",
    Reason.NOT_FETCHED: "·",
    Reason.UNREACHABLE: "!",
    Reason.NOTHING_YET: "0",
    Reason.NOTHING: "0",
    Reason.REMOVED: "×",
}
"""What stands in a day without papers; the legend below and each day's own text say what it means."""


def month(days: Sequence[Day], label: str) -> str:
    """The days of one month as a table of weeks, each with its count of papers or the sign of its reason."""
    cells = [(None, "", "", "")] * days[0].day.weekday() + [_cell(day) for day in days]
    weeks = [cells[at : at + 7] for at in range(0, len(cells), 7)]
    legend = dict.fromkeys(
        f"{SIGNS[day.reason]} {day.reason.value}" for day in days if day.reason and SIGNS[day.reason]
    )
    return render("inventory.month", weeks, label, legend, WEEKDAYS)


def bars(counts: Iterable[tuple[str, int]], label: str) -> str:
    """Counts as a table with a bar each, in the order given."""
    return render("inventory.bars", list(counts), label)


def _cell(day: Day) -> tuple[date | None, str, str, str]:
    sign = f"{day.papers:,}" if day.papers else SIGNS[day.reason or Reason.NOT_FETCHED]
    kind = "there" if day.papers else "missed" if day.reason is Reason.UNREACHABLE else "empty"
    return day.day, sign, kind, f"{day.day:%A %d %B}: {day.text}"
