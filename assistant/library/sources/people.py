"""Authors in whatever form strangers list them: a text, a list, objects, or the dump of a list. Pure.

Names come out as running text; the parts of a name are kept only where its source gives them and a reader of the text would
cut it otherwise. "and others" and what holds no letter is no author.
"""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.library.names import Name, name_of
from assistant.library.sources.entries import one_line

MAX_NAMES = 5_000
"""Authors: the longest real lists have about 3,000."""
MAX_NAME = 200
MAX_TEXT = 400_000
"""Characters of all names together: what stands behind them is not read."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "family": ("family", "familyname", "last", "lastname", "surname"),
    "given": ("given", "givenname", "first", "firstname", "forename", "forenames", "givennames"),
    "middle": ("middle", "middlename"),
    "particle": ("nondroppingparticle", "prefix", "particle"),
    "dropping_particle": ("droppingparticle",),
    "suffix": ("suffix", "jr", "lineage"),
    "whole": ("literal", "name", "fullname", "displayname", "authorname", "rawauthorname", "collectivename"),
}
"""CSL's parts, by the names that CSL, biblatex, Crossref, DataCite, Zotero and the APIs of other libraries give them."""
_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix|useprefix)(?:-i)?\s*=", re.IGNORECASE)
_OTHERS = re.compile(r",? ?\b(?:et\.? al\.?|and others)$", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(r" ?\(\d{1,20}\)$")
"""Scopus' number of a person."""
_INITIALS_LAST = re.compile(r"([^.]*[^\W\d_]{2}) ((?:[A-Z]\.[- ]?){1,4})")


@dataclass(frozen=True, slots=True)
class People:
    """Authors in running text, in order, each once; `names` has the parts that cannot be seen from it."""

    authors: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()


def people_in(value: Any) -> People:
    """The authors of a record's field, whatever its form."""
    return of_names(each for person in _listed(value)[:MAX_NAMES] if (each := _name(person)))


def of_names(people: Iterable[Name | str]) -> People:
    """The people of these names: a text is cut later by whoever needs its parts, a Name has them."""
    known: dict[str, Name | None] = {}
    for person in people:
        text = one_line(person.text if isinstance(person, Name) else person, MAX_NAME)
        if _is_somebody(text):
            known.setdefault(text, person if isinstance(person, Name) else None)
    odd = (name for text, name in known.items() if name and _parts(name) != _parts(name_of(text)))
    return People(tuple(known), tuple(odd))


def extended_name(text: str) -> Name | None:
    """The name in biblatex's extended form, `family=Oord, given=Aaron, prefix=van den`; None for any other."""
    if not _EXTENDED.match(text):
        return None
    pairs = (part.partition("=") for part in text.split(","))
    given = {key.strip().casefold(): value.strip(' "{}') for key, _, value in pairs}
    if given.get("useprefix", "").casefold() in ("", "false"):
        given["droppingparticle"] = given.pop("prefix", "")
    name = _of_object(given)
    return Name(name) if isinstance(name, str) else name


def _listed(value: Any) -> list[Any]:
    """The people one by one, each still in its own form."""
    if isinstance(value, str):
        text = _single_spaced(value[:MAX_TEXT])
        listed = _list_notation(text)
        return _with_commas(_divided(text)) if listed is None else listed
    if isinstance(value, Mapping):
        return [value]
    return list(value) if isinstance(value, list | tuple) else []


def _single_spaced(text: str) -> str:
    """The lines of the text, each with single blanks: patterns with blanks at both ends are slow on long runs."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _list_notation(text: str) -> list[Any] | None:
    """The list that the text is the dump of, as pandas and JSON write it: `['Marx, Karl', 'Lindgren, Astrid']`."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        text = re.sub(r"(?<=['\"])\s+(?=['\"])", ", ", text)  # NumPy sets no commas
        value = ast.literal_eval(text)  # only literals: nothing in the text is run
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _divided(text: str) -> list[str]:
    text = _OTHERS.sub("", text)
    for divider in ";|\n":
        if divider in text:
            return text.split(divider)
    *most, last = re.split(r",?\s(?:and|&)\s", text)
    if _EXTENDED.match(text):
        return [*most, last]
    if most and "," not in last:  # `Ada Abel, Bo Berg and Cy Cid`, no `Abel, Ada and Berg, Bo`
        return [*(each for part in most for each in _at_commas(part)), last]
    return [*most, last] if most else _at_commas(text)


def _with_commas(people: list[str]) -> list[str]:
    """The names with a comma behind the family name, where all have their initials last as in Scopus: `Okoye A.B.`"""
    short = [_INITIALS_LAST.fullmatch(person.strip()) for person in people]
    return [f"{name[1]}, {name[2]}" for name in short if name] if all(short) else people


def _at_commas(text: str) -> list[str]:
    """The people between commas, where those part people and not family from given names."""
    parts = [part.strip() for part in text.split(",")]
    if all(" " in part for part in parts):
        return parts
    families, given = parts[::2], parts[1::2]
    if len(parts) > 3 and len(families) == len(given) and not any("." in family for family in families):
        return [f"{family}, {first}" for family, first in zip(families, given, strict=True)]
    return parts if len(parts) > 3 else [text]


def _name(person: Any) -> Name | str | None:
    if isinstance(person, Mapping):
        return _of_object({"".join(filter(str.isalpha, str(key))).casefold(): v for key, v in person.items()})
    if isinstance(person, list | tuple):
        return _of_triple(person)
    if not isinstance(person, str) or len(person) > MAX_NAME:
        return None
    text = (
        _NUMBER_BEHIND.sub("", _OTHERS.sub("", " ".join(person.split())))
        .strip()
        .removeprefix("and ")
        .strip(" :;,")
    )
    return extended_name(text) or (name_of(text) if "," in text else text)


def _of_object(person: Mapping[str, Any]) -> Name | str | None:
    if isinstance(inner := person.get("author"), Mapping):  # OpenAlex's authorships
        return _name(inner)
    if str(person.get("creatortype") or "author") != "author":
        return None
    part = {field: _first(person, keys) for field, keys in _KEYS.items()}
    given = " ".join(filter(None, (part["given"], part["middle"])))
    if part["family"] and (given or part["particle"] or part["suffix"]):
        return Name(part["family"], given, part["particle"], part["dropping_particle"], part["suffix"])
    whole = part["family"] or part["whole"] or given
    return Name(whole, is_group=True) if "literal" in person and whole else _name(whole)


def _of_triple(person: Sequence[Any]) -> Name | None:
    """A name as the arXiv snapshot has it: family, given, suffix."""
    family, given, suffix = [*(str(part).strip() for part in person[:3]), "", "", ""][:3]
    return Name(family, given, suffix=suffix) if family else None


def _first(person: Mapping[str, Any], keys: Iterable[str]) -> str:
    values = (person.get(key) for key in keys)
    return next((" ".join(v.split()) for v in values if isinstance(v, str) and v.strip()), "")[:MAX_NAME]


def _is_somebody(text: str) -> bool:
    return text.casefold() != "others" and any(map(str.isalpha, text))


def _parts(name: Name) -> tuple[str, ...]:
    return name.family, name.given, name.particle, name.dropping_particle, name.suffix
