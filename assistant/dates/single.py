"""Read one date as people write it: `2025`, `April 2025`, `5 April`, `Q2 2025`, `week 15 of 2025`, `2025-06-03`.

Pure. What stands around a date, as "since" or "between", is read in `phrases.py`. Weeks begin on Monday.
"""

import re
from datetime import date, timedelta

from assistant.dates.partial import Days, PartialDate
from assistant.dates.tokens import Tokens, tokenize

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
UNITS = "day week month quarter year".split()
_PARTS = {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "h1": (1, 6), "h2": (7, 12)}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

Found = tuple[PartialDate, int]
"""A date and the index of the word after it."""


def bounds(text: str) -> Days:
    """The first and last day of `2025`, `2025-06`, `June 2025`, `2025-06-03`, `June 3, 2025`; ValueError if none."""
    tokens = tokenize(text)
    found = date_at(tokens, 0, date.max)
    if not found or found[0].year is None or found[1] != len(tokens):
        raise ValueError(f"{text!r} is not a date")
    return found[0].days(date.max)


def date_at(tokens: Tokens, at: int, today: date) -> Found | None:
    """The longest date that begins with this word; it may be one that no calendar has."""
    at += tokens.word(at) == "the"
    at += tokens.word(at) == "year" and year_at(tokens, at + 1)[0] is not None
    found = [_numeric(tokens, at), _week(tokens, at), _part_of_year(tokens, at), _month_and_day(tokens, at)]
    found += [_decade(tokens, at), _relative(tokens, at, today)]
    return max(filter(None, found), key=lambda each: each[1], default=None)


def year_at(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """The year that stands here, perhaps after "of" or a comma, and the index of the word after it; `'25` for 2025."""
    if (
        tokens.word(at) in ("'", "’")
        and tokens.touches(at + 1)
        and re.fullmatch(r"\d\d", tokens.word(at + 1))
    ):
        return 2000 + int(tokens.word(at + 1)), at + 2
    after = at + (tokens.word(at) in ("of", "in", ","))
    text = tokens.word(after)
    return (int(text), after + 1) if len(text) == 4 and text.isdecimal() else (None, at)


def day_number(text: str) -> int | None:
    """The number of `5` or `5th`, where it may be a day."""
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text, re.ASCII)
    return int(found[1]) if found else None


def _numeric(tokens: Tokens, at: int) -> Found | None:
    """`2025`, `2025-06`, `2025/06/03`, `2025-W15`, `6/2025`; of "2023-24" only the year."""
    text, following = tokens.word(at), _after_dash(tokens, at + 1)
    if re.fullmatch(r"\d{1,2}", text) and re.fullmatch(r"(?:19|20)\d\d", following):
        return PartialDate(int(following), (int(text), int(text))), at + 3
    year, after = year_at(tokens, at)
    if year is None or after != at + 1:
        return None
    parts: list[int] = []
    while len(parts) < 2 and (text := _after_dash(tokens, after)) and re.fullmatch(r"\d{1,2}", text):
        parts.append(int(text))
        after += 2
    if len(parts) == 1 and parts[0] > max(12, year % 100):
        return PartialDate(year), at + 1
    week = re.fullmatch(r"w(\d{1,2})", _after_dash(tokens, at + 1))
    if week:
        return PartialDate(year, week=int(week[1])), at + 3
    month, day = (*parts, None, None)[:2]
    return PartialDate(year, (month, month) if month else None, day=day), after


def _after_dash(tokens: Tokens, at: int) -> str:
    """What follows a dash or slash here, if nothing stands between them and the words beside them."""
    joined = tokens.word(at) in ("-", "/", ".") and tokens.touches(at) and tokens.touches(at + 1)
    return tokens.word(at + 1) if joined else ""


def _week(tokens: Tokens, at: int) -> Found | None:
    at += tokens.word(at) == "calendar"
    number = tokens.word(at + 1)
    if tokens.word(at) != "week" or not (number.isdecimal() and len(number) < 3):
        return None
    year, after = year_at(tokens, at + 2)
    return PartialDate(year, week=int(number)), after


def _part_of_year(tokens: Tokens, at: int) -> Found | None:
    """`Q2 2025`, `2025 Q2`, `2025Q2`, `H1 of 2025`, `second quarter of 2025`, `first half of 2025`."""
    year, start = year_at(tokens, at) if tokens.word(at).isdecimal() else (None, at)
    text, after = tokens.word(start), start + 1
    if whole := re.fullmatch(r"(\d{4})([qh]\d)", text):
        year, text = int(whole[1]), whole[2]
    if text in _ORDINALS and tokens.word(after) in ("quarter", "half"):
        text, after = f"{tokens.word(after)[0]}{_ORDINALS[text]}", after + 1
    if year is None:
        year, after = year_at(tokens, after)
    known = text in _PARTS and (year is not None or text[0] == "q")
    return (PartialDate(year, _PARTS[text]), after) if known else None


def _month_and_day(tokens: Tokens, at: int) -> Found | None:
    """`April`, `April 2025`, `5 April`, `April 5, 2025`; `apr` and `may` only beside a number or with a capital."""
    at += tokens.word(at) in ("last", "this")
    day = day_number(tokens.word(at))
    named = at + (day is not None)
    named += day is not None and tokens.word(named) == "of"
    text = tokens.word(named)
    month = next(
        (i for i, name in enumerate(MONTHS, 1) if text in (name, name[:3], name[:4].replace("june", ""))), 0
    )
    if not month or len(text) < 3:
        return None
    after = named + 1 + (tokens.word(named + 1) == "." and len(text) < 5)
    if day is None and (day := day_number(tokens.word(after))) is not None:
        after += 1
    year, after = year_at(tokens, after)
    certain = day is not None or year is not None or len(text) > 3 or tokens.is_capital(named)
    return (PartialDate(year, (month, month), None, day), after) if certain else None


def _decade(tokens: Tokens, at: int) -> Found | None:
    if not re.fullmatch(r"(?:19|20)\d0s", tokens.word(at), re.ASCII):
        return None
    first = int(tokens.word(at)[:4])
    return PartialDate(fixed=(date(first, 1, 1), date(first + 9, 12, 31))), at + 1


def _relative(tokens: Tokens, at: int, today: date) -> Found | None:
    """`today`, `yesterday`, `this week`, `last month`, `last Monday`."""
    text, unit = tokens.word(at), tokens.word(at + 1)
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return PartialDate(fixed=(day, day)), at + 1
    if text in ("this", "current") and unit in UNITS:
        return PartialDate(fixed=(_first_of(unit, today), today)), at + 2
    if text in ("last", "previous") and unit in UNITS:
        last = _first_of(unit, today) - timedelta(days=1)
        return PartialDate(fixed=(_first_of(unit, last), last)), at + 2
    named = at + (text == "last")
    if tokens.word(named) not in WEEKDAYS:
        return None
    day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(tokens.word(named)) - 1) % 7 + 1)
    return PartialDate(fixed=(day, day)), named + 1


def _first_of(unit: str, day: date) -> date:
    """The first day of the week, month, quarter or year that the day lies in."""
    firsts = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "year": day.replace(month=1, day=1),
    }
    return firsts[unit]
