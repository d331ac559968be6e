"""Find the period of time that a question speaks of: "since 2025", "this week", "between 2023 and 2024".

Pure. Weeks begin on Monday. "After 2024" begins with 2025; "before 2024" ends with 2023. A year still to come is
more likely a number of something ("in 2048 tokens") and is left alone.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.spans import span_of

Period = tuple[date | None, date | None]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join([*(f"{name}|{name[:3]}" for name in _MONTHS), "sept"])
_NAMED = rf"(?:\d{{1,2}}\s+)?(?:{_MONTH})\.?,?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?"
_AMOUNT = (
    r"(?!\s+(?:tokens?|steps?|samples?|examples?|images?|frames?|words?|hours?|gpus?|questions?|tasks?)\b)"
)
_DAY = rf"(?:(?:\d{{4}}-\d{{2}}(?:-\d{{2}})?|(?:{_NAMED})?(?:19|20)\d{{2}})(?![\d/-]){_AMOUNT})"
_COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_COUNT = rf"(\d{{1,3}}|{'|'.join(_COUNTS)})"
_SPAN = r"(day|week|month|year)s?"
_FEATURED = r"(?:(?:featured|published|released|submitted|posted|written|trending|on daily papers)\s+)?"


def find_period(text: str, today: date) -> tuple[str, Period | None]:
    """The text without the first period it speaks of, and that period; impossible dates are left alone."""
    for pattern, read in _READERS:
        match = pattern.search(text)
        if match:
            try:
                period = read(match, today)
            except (ValueError, OverflowError):
                continue
            if period[0] and period[0].year > today.year:
                continue
            return " ".join((text[: match.start()] + " " + text[match.end() :]).split()), period
    return text, None


def bounds(text: str) -> tuple[date, date]:
    """The first and last day of `2025`, `2025-06`, `June 2025`, `2025-06-03`, `June 3, 2025`; ValueError if none."""
    text = text.strip().lower().replace(".", "").replace(",", "")
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return _month(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(?:(\d{1,2})\s+)?([a-z]+)\s+(?:(\d{1,2})[a-z]*\s+)?(\d{4})", text):
        called = match[2] if len(match[2]) > 2 else "no month"
        number = next((i for i, name in enumerate(_MONTHS, 1) if name.startswith(called)), 0)
        year, day_number = int(match[4]), match[1] or match[3]
        return _one_day(date(year, number, int(day_number))) if day_number else _month(year, number)
    return _one_day(date.fromisoformat(text))


def _one_day(day: date) -> tuple[date, date]:
    return day, day


def _month(year: int, month: int) -> tuple[date, date]:
    span = span_of("month", date(year, month, 1))
    return span.first, span.last


def _current(unit: str, today: date) -> tuple[date, date]:
    """The first day of the current week, month or year, and today."""
    first = {
        "day": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[unit]
    return first, today


def _previous(unit: str, today: date) -> tuple[date, date]:
    last = _current(unit, today)[0] - timedelta(days=1)
    return _current(unit, last)[0], last


def _back(count: str, unit: str, today: date) -> Period:
    number = int(count) if count.isdigit() else _COUNTS.index(count.lower()) + 1
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[unit] * number
    return today - timedelta(days=days), today


def _between(match: re.Match[str], today: date) -> Period:
    days = *bounds(match[1]), *bounds(match[2])
    return min(days), max(days)


def _since(match: re.Match[str], today: date) -> Period:
    named, unit = match[1] or match[2], match[3] or "day"
    which = _current if named.lower() in ("today", "this") else _previous
    return which(unit.lower(), today)[0], None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_FEATURED}{text}", re.IGNORECASE)


_Reader = Callable[[re.Match[str], date], Period]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_pattern(rf"(?:between|from)\s+({_DAY})\s+(?:and|to|until|till)\s+({_DAY})"), _between),
    (_pattern(rf"(?:since|from|starting)\s+({_DAY})"), lambda m, _: (bounds(m[1])[0], None)),
    (_pattern(r"since\s+(?:(today|yesterday)|(this|last)\s+(week|month|year))\b"), _since),
    (_pattern(rf"after\s+({_DAY})"), lambda m, _: (bounds(m[1])[1] + timedelta(days=1), None)),
    (_pattern(rf"before\s+({_DAY})"), lambda m, _: (None, bounds(m[1])[0] - timedelta(days=1))),
    (_pattern(rf"(?:until|till|up to)\s+({_DAY})"), lambda m, _: (None, bounds(m[1])[1])),
    (
        _pattern(rf"(?:(?:in|over|during|within|from)\s+)?(?:the\s+)?(?:last|past)\s+{_COUNT}\s+{_SPAN}\b"),
        lambda m, today: _back(m[1], m[2].lower(), today),
    ),
    (
        _pattern(rf"(?:in|over|during|within|from)\s+the\s+(?:last|past)\s+{_SPAN}\b"),
        lambda m, today: _back("1", m[1].lower(), today),
    ),
    (
        _pattern(r"(?:in |of |from |during )?this\s+(week|month|year)(?:['’]s)?\b"),
        lambda m, today: _current(m[1].lower(), today),
    ),
    (
        _pattern(r"(?:in |of |from |during )?last\s+(week|month|year)(?:['’]s)?\b"),
        lambda m, today: _previous(m[1].lower(), today),
    ),
    (_pattern(r"(?:from |of )?today(?:['’]s)?\b"), lambda m, today: (today, today)),
    (_pattern(r"(?:from |of )?yesterday(?:['’]s)?\b"), lambda m, today: _previous("day", today)),
    (_pattern(rf"(?:in|during|on|of)\s+({_DAY})"), lambda m, _: bounds(m[1])),
)
