"""What is in a library, as HTML: a month of days with their counts or why they are empty, and small bars of counts."""

from collections.abc import Iterable, Sequence
from html import escape

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
    blank = "<td></td>" * days[0].day.weekday()
    cells = [_day(day) for day in days]
    rows, row = [], [blank]
    for day, cell in zip(days, cells, strict=True):
        row.append(cell)
        if day.day.weekday() == 6:
            rows.append("".join(row))
            row = []
    rows.append("".join(row))
    heads = "".join(f'<th scope="col" abbr="{name}">{name[:2]}</th>' for name in WEEKDAYS)
    body = "".join(f"<tr>{row}</tr>" for row in rows if row)
    legend = dict.fromkeys(
        f"{SIGNS[day.reason]} {day.reason.value}" for day in days if day.reason and SIGNS[day.reason]
    )
    return (
        f'<table class="month"><caption>{escape(label)}</caption><thead><tr>{heads}</tr></thead>'
        f'<tbody>{body}</tbody></table><p class="legend">{escape(" · ".join(legend))}</p>'
    )


def bars(counts: Iterable[tuple[str, int]], label: str) -> str:
    """Counts as a table with a bar each, in the order given."""
    rows = list(counts)
    most = max((count for _, count in rows), default=1)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        f'<td><meter min="0" max="{most}" value="{count}"></meter></td><td>{count:,}</td></tr>'
        for name, count in rows
    )
    return f'<table class="bars"><caption>{escape(label)}</caption><tbody>{body}</tbody></table>'


def _day(day: Day) -> str:
    sign = f"{day.papers:,}" if day.papers else SIGNS[day.reason or Reason.NOT_FETCHED]
    kind = "there" if day.papers else "missed" if day.reason is Reason.UNREACHABLE else "empty"
    text = escape(f"{day.day:%A %d %B}: {day.text}")
    return (
        f'<td class="{kind}" title="{text}"><span class="number">{day.day.day}</span>'
        f'<b aria-hidden="true">{sign}</b><span class="spoken">{text}</span></td>'
    )
