"""Citations by author and year, `(Abel et al., 2025)` or `[@abel2025]`, read as the one source they can mean. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.sources import Source
from assistant.library.names import name_of

_CITED = re.compile(r"(?P<names>\D{2,120}?)[\s,(]{0,3}(?P<year>(?:19|20)\d\d)[a-z]?", re.IGNORECASE)
_KEY = re.compile(r"@?(?P<names>[^\W\d_]{2,30})(?P<year>(?:19|20)\d\d)\w{0,30}")
_YEAR = re.compile(r"(?:19|20)\d\d[a-z]?")
_WORD = re.compile(r"[^\W\d_]+")
_ET_AL = re.compile(r"\bet al\b|\band others\b|\band colleagues\b", re.IGNORECASE)
YEARS_APART = 1
"""A preprint and its published version are often a year apart."""


@dataclass(frozen=True, slots=True)
class _Named:
    number: int
    families: tuple[frozenset[str], ...]
    year: int | None


class AuthorYears:
    """The sources by the family names of their authors and their years."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._named = [
            _Named(
                source.number,
                tuple(frozenset(_words(name_of(author).family)) for author in source.paper.authors[:3]),
                source.paper.published.year if source.paper.published else None,
            )
            for source in sources
        ]

    def read(self, inside: str, before: str) -> tuple[int, ...]:
        """The numbers of the sources that the text between brackets names; for a bare year, who stands before it."""
        if not self._named or not re.search(r"(?:19|20)\d\d", inside):
            return ()
        if _YEAR.fullmatch(inside.strip()):
            last = re.search(r"(\S+\s){0,4}\S+\s?$", before[-60:])
            number = self._meant(last[0], inside, is_last=True) if last else None
            return (number,) if number else ()
        parts = [_CITED.fullmatch(part.strip()) or _KEY.fullmatch(part.strip()) for part in inside.split(";")]
        found = [self._meant(part["names"], part["year"]) for part in parts if part]
        return tuple(dict.fromkeys(number for number in found if number))

    def _meant(self, names: str, year: str, is_last: bool = False) -> int | None:
        """The one source whose first author is named; None where none is, or several are."""
        said = _words(_ET_AL.sub(" ", names))
        several = bool(_ET_AL.search(names))
        fitting = [
            one
            for one in self._named
            if one.families and self._names(one, said[-3:] if is_last else said, several)
        ]
        fitting = [one for one in fitting if one.year is None or abs(one.year - int(year[:4])) <= YEARS_APART]
        exact = [one for one in fitting if one.year == int(year[:4])] or fitting
        return exact[0].number if len(exact) == 1 else None

    @staticmethod
    def _names(one: _Named, said: Sequence[str], several: bool) -> bool:
        """Whether these words name the first author and, where there are two names, the second."""
        if not one.families[0] or not one.families[0].issubset(said):
            return False
        return not several or len(one.families) > 1


def _words(text: str) -> list[str]:
    """The words of a name without accents, in small letters."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word.casefold() for word in _WORD.findall(bare)]
