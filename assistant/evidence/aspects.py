"""What papers are compared by: the eight standard aspects, and a person's own in free words.

An aspect is data. Its words are compared with sentences and, fenced in, shown to a model; they are never obeyed.
"""

from dataclasses import dataclass

from assistant.errors import InputError

LONGEST = 80
"""Characters of an own aspect that are read: a heading of a table, not a letter to the model."""

MOST = 16
"""Aspects of a comparison: twice the standard ones. A link may name thousands, and each is held against every sentence."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """A column of a comparison; `meaning` says in a sentence what belongs into it."""

    name: str
    meaning: str


STANDARD = {
    name: Aspect(name, meaning)
    for name, meaning in {
        "problem": "What is lacking or difficult today, which the paper sets out to change.",
        "approach": "What the authors propose and how it works.",
        "what is new": "What sets it apart: what the authors call new, first or unlike earlier work, or the idea behind it.",
        "data and setting": "On which datasets, benchmarks, models or tasks it was tried.",
        "results": "What was found, with the numbers.",
        "cost": "What it costs or saves in time, memory, computation, data or money.",
        "limitations": "What the authors say it does not do, or where it fails.",
        "code": "Where code, data or models can be had.",
    }.items()
}
USUAL = ("problem", "approach", "what is new", "data and setting", "results", "limitations")
"""The aspects of a comparison where none are named."""


def aspects_named(names: tuple[str, ...] | list[str]) -> tuple[Aspect, ...]:
    """The aspects by their names, each once, in this order; what is no standard name is an own aspect.

    InputError for more than MOST.
    """
    cleaned = (" ".join(name.split())[:LONGEST].strip() for name in names or USUAL)
    chosen = {name.casefold(): STANDARD.get(name.casefold(), Aspect(name, name)) for name in cleaned if name}
    if len(chosen) > MOST:
        raise InputError(
            f"A comparison has at most {MOST} aspects, and there are {len(chosen)} here.", "Leave some out."
        )
    return tuple(chosen.values()) or aspects_named(USUAL)
