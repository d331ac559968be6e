"""Numbers with their units: what a text gives, and whether another text gives the same. Pure.

`1,000` is `1000`, `7B` is `7 billion`, `5–10 %` are two numbers of one unit, `0.94` is `94 %`. A number whose unit is
not known agrees with any: an accusation needs certainty. A number in words (`three`) accuses nobody, it only vouches.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

MAGNITUDES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "t": 1e12,
}  # fmt: skip
"""What multiplies a number; the single letters only as capitals (or k) right behind it: `7B`, but not `5 m`."""
_UNITS = {
    "%": "% percent pp points point",
    "×": "x × times fold -fold",
    "ms": "ms millisecond milliseconds",
    "s": "s sec second seconds",
    "min": "min minute minutes",
    "h": "h hr hour hours",
    "days": "day days",
    "weeks": "week weeks",
    "months": "month months",
    "years": "year years",
    "KB": "kb kib", "MB": "mb mib megabyte megabytes", "GB": "gb gib gigabyte gigabytes", "TB": "tb tib",
    "FPS": "fps", "Hz": "hz", "kHz": "khz", "MHz": "mhz", "GHz": "ghz",
    "nm": "nm", "µm": "µm μm um", "mm": "mm", "cm": "cm", "km": "km",
    "mg": "mg", "kg": "kg", "kDa": "kda", "°C": "°c",
    "tokens": "token tokens", "parameters": "parameter parameters param params",
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()} | {
    "percentage points": "%"
}
"""Units that are distinguished. There are many more; an unknown one is no reason to call a number wrong."""
_PRECISE = 2
"""Figures that a rounded number must have left: 94 for 94.3 is honest, 3 for 2.6 is not."""
_IN_WORDS = {
    word: float(value)
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"half": 50.0, "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0, "triple": 3.0, "third": 3.0}

_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_QUANTITY = re.compile(
    rf"(?<![\w.])(?P<money>[$€£])?[~≈<>≥≤+\-−]?(?P<digits>{_DIGITS})"
    r"(?P<magnitude>[kKMBT](?![\w])|\s?(?:thousand|million|mn|billion|bn|trillion)\b)?"
    r"(?:(?:\s|[-‑]|\\)?(?P<unit>%|×|°C|percentage points|[A-Za-zµμ]+))?"
)
_RANGE = re.compile(r"\d\s*(?:[-–—]|to)\s*$")
_ENUMERATED = re.compile(r"(?:^|[\s:;])\(?\d{1,2}\)|\(\d{1,2}\)|^\d{1,2}\.\s")
_NAME = re.compile(r"(?<![^\W\d_])[^\W\d_][\w+.\-/]{0,80}\d[\w+]*")
"""A word that begins with a letter and has a digit: `GPT-4`, `Llama-3.1-8B`, `top-5`. Within a run of letters it is looked
for from the first one only, and not far: of 20,000 letters each would look at all the rest."""
_WORDS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is compared, its unit (empty where it is not known), and how it is written."""

    value: float
    unit: str
    written: str

    def agrees_with(self, other: "Quantity") -> bool:
        """Whether the other gives this number: the same, or one that this is rounded from, in no other unit."""
        if self.unit and other.unit and self.unit != other.unit:
            return False
        if self.unit == "%" and not other.unit and other.value <= 1 and _rounds(self, other.value * 100):
            return True
        return _rounds(self, other.value)


@lru_cache(maxsize=8192)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers in figures, in their order; those that only count a list, `(2)`, and digits of names left out."""
    found: list[tuple[int, int, Quantity]] = []
    text = _blanked(_NAME, _blanked(_ENUMERATED, text))
    for match in _QUANTITY.finditer(text):
        if (quantity := _read(match, text)) is None:
            continue
        if found and quantity.unit and not found[-1][2].unit and _is_range(text, found[-1], match.start()):
            start, end, first = found[-1]
            found[-1] = (start, end, Quantity(first.value, quantity.unit, first.written))
        found.append((match.start(), match.end(), quantity))
    return tuple(quantity for _, _, quantity in found)


@lru_cache(maxsize=8192)
def in_words(text: str) -> frozenset[float]:
    """The numbers written as words: `three`, `twice`, `half`."""
    return frozenset(_IN_WORDS[word] for word in _WORDS.findall(text.lower()) if word in _IN_WORDS)


def differing(text: str, there: str) -> str:
    """In one sentence, the first number of the text that `there` does not give; empty where all are given."""
    given = quantities(there)
    for quantity in quantities(text):
        if any(quantity.agrees_with(other) for other in given) or _vouched_for(quantity, there):
            continue
        if near := _nearest(quantity, given):
            return f"The abstract gives {near.written}, the answer says {quantity.written}."
        return f"The cited abstract does not give the number {quantity.written}."
    return ""


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _read(match: re.Match[str], text: str) -> Quantity | None:
    magnitude, unit = (match["magnitude"] or "").strip(), match["unit"] or ""
    value = float(match["digits"].replace(",", ""))
    if magnitude:
        value *= MAGNITUDES[magnitude.lower()]
    known = of_word = _UNIT_OF.get(unit.lower(), "")
    joined = unit and text[match.start("unit") - 1].isalnum()
    if joined and not known and not magnitude:  # `3D`, `4o`: the name's business
        return None
    if match["money"]:
        known = match["money"]
    end = match.end("unit" if of_word else "magnitude" if magnitude else "digits")
    return Quantity(value, known, " ".join(text[match.start() : end].split()))


def _is_range(text: str, before: tuple[int, int, Quantity], start: int) -> bool:
    return start - before[0] < 24 and _RANGE.search(text[before[0] : start]) is not None


def _rounds(quantity: Quantity, value: float) -> bool:
    """Whether the quantity is this value, or this value rounded to the figures it is written with."""
    if abs(quantity.value - value) <= 1e-9 * max(1.0, abs(value)):
        return True
    figures = re.sub(r"[^\d.]", "", quantity.written)
    if len(figures.replace(".", "").lstrip("0")) < _PRECISE:
        return False
    step = 10.0 ** -len(figures.partition(".")[2])
    return quantity.value < 1000 and abs(quantity.value - value) <= step / 2 + 1e-9


def _vouched_for(quantity: Quantity, there: str) -> bool:
    """Whether words or a name there give the number: `three`, `GPT-4`."""
    named = not quantity.unit and re.search(rf"(?<![\d.]){re.escape(quantity.written)}(?![\d.]*\d)", there)
    return bool(named) or quantity.value in in_words(there)


def _nearest(quantity: Quantity, given: tuple[Quantity, ...]) -> Quantity | None:
    """The number there with the same unit that is nearest; else the same number in another unit; else none."""
    alike = [other for other in given if quantity.unit and other.unit == quantity.unit]
    if alike:
        return min(alike, key=lambda other: abs(other.value - quantity.value))
    return next((other for other in given if other.value == quantity.value), None)
