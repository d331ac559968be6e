"""An author's name in the parts that CSL knows, for the formats that sort by family name. Pure.

Most sources give names as one line, given name first. What is family and what is not is then decided by a short list of
particles (`van der`, `de la`), as reference managers do; a name that breaks the custom is cut wrong, and stays readable.
A name whose source gives its parts is not guessed.
"""

import re
from dataclasses import dataclass

_PARTICLES = frozenset(
    """abu al bin bint binte da dal de del della den der di do dos du el ibn la las le los ten ter van vom von y zu zur
    de' 't""".split()
)
_ALWAYS_GIVEN = frozenset({"Bin", "Do", "Du", "La", "Ten", "Y"})
"""Written so, they are second given names far more often than particles (`Xue Bin Peng`)."""
_JOINING = frozenset({"e", "i", "y"})
"""Between two family names: `Aguera y Arcas`."""
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV")
_SEVERAL = re.compile(
    r"(?i:(?:\b|(?<=[a-z]))(?:team|group|collaboration|consortium|contributors|labs?|university|institute|authors)\b)"
    r"|[-. ]AI$|\band\b"
)
"""In the name of a group of people (`Gemma Team`, `WanTeam`, `DeepSeek-AI`), which is not to be cut."""


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a person's name; a group, or a person of one name, is all `family`."""

    family: str
    given: str = ""
    particle: str = ""
    """Sorts and is written with the family name: `van der` Berg."""
    dropping_particle: str = ""
    """Is written only behind the given name: Alexander `von` Humboldt, sorted under Humboldt."""
    suffix: str = ""
    is_group: bool = False

    @property
    def text(self) -> str:
        """The name in running text: `Ada van der Berg Jr.`"""
        return _joined(self.given, self.dropping_particle, self.particle, self.family, self.suffix)

    @property
    def suffix_inside(self) -> str:
        """The form that BibTeX reads without guessing: `van der Berg, Ada`, `Abel, Jr., Bo`."""
        return ", ".join(filter(None, (self._whole_family, self.suffix, self.given)))

    @property
    def suffix_last(self) -> str:
        """The form that RIS reads: `van der Berg, Ada`, `Abel, Bo, Jr.`"""
        return ", ".join(filter(None, (self._whole_family, self.given, self.suffix)))

    @property
    def _whole_family(self) -> str:
        return _joined(self.dropping_particle, self.particle, self.family)


def name_of(author: str) -> Name:
    """The parts of a name as sources write it: given name first, or family name and a comma."""
    author = " ".join(author.split()).removeprefix("and ")  # the last of a list that was cut at its commas
    first, *rest = [part.strip() for part in author.split(",")]
    suffix = next((part for part in rest if _SUFFIX.fullmatch(part)), "")
    rest = [part for part in rest if part and part != suffix]
    words = first.split()
    if not suffix and len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if _SEVERAL.search(author) or len(rest) > 1:
        return Name(author, is_group=True)
    if rest:
        start = _end_of_particles(words)
        return Name(_joined(*words[start:]), rest[0], _joined(*words[:start]), suffix=suffix)
    start, end = _family(words)
    return Name(_joined(*words[end:]), _joined(*words[:start]), _joined(*words[start:end]), suffix=suffix)


def _family(words: list[str]) -> tuple[int, int]:
    """Where the particles begin, and where the family name itself does."""
    end = max(len(words) - 1, 0)
    if end > 2 and words[end - 1] in _JOINING:
        return end - 2, end - 2
    first = next((i for i in range(1, end) if _is_particle(words[i])), end)
    return first, next((i for i in range(first, end) if not _is_particle(words[i], first < i)), end)


def _end_of_particles(family: list[str]) -> int:
    """Where the family name proper begins in one that is written before a comma: `van der Berg, Ada`."""
    last = max(len(family) - 1, 0)
    return next((i for i in range(last) if not (family[i].islower() and family[i] in _PARTICLES)), last)


def _is_particle(word: str, follows_one: bool = False) -> bool:
    return word.casefold() in _PARTICLES and (follows_one or word not in _ALWAYS_GIVEN)


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))
