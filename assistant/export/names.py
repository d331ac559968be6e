"""An author's name in its parts, for the formats that sort by family name.

Sources give names as one line, given name first. What is family and what is not is told by a short list of particles
(`van der`, `de la`), as reference managers do; a name that breaks the custom is cut wrong, and stays readable.
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
_SUFFIX = re.compile(r",?\s+((?:Jr|Sr)\.?|II|III|IV)$")
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
    suffix: str = ""
    is_group: bool = False

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
        return f"{self.particle} {self.family}".strip()


def name_of(author: str) -> Name:
    """The parts of a name as sources write it: given name first, or family name and a comma."""
    author = " ".join(author.split()).removeprefix("and ")  # the last of a list that was cut at its commas
    suffix = _SUFFIX.search(author)
    person = author[: suffix.start()] if suffix else author
    if _SEVERAL.search(author) or person.count(",") > 1:
        return Name(author, is_group=True)
    if "," in person:
        family, given = person.split(",")
        return Name(family.strip(), given.strip(), suffix=suffix[1] if suffix else "")
    words = person.split()
    first, last = _family(words)
    return Name(
        family=" ".join(words[last:]),
        given=" ".join(words[:first]),
        particle=" ".join(words[first:last]),
        suffix=suffix[1] if suffix else "",
    )


def _family(words: list[str]) -> tuple[int, int]:
    """Where the particles begin, and where the family name itself does."""
    end = max(len(words) - 1, 0)
    if end > 2 and words[end - 1] in _JOINING:
        return end - 2, end - 2
    first = next((i for i in range(1, end) if _is_particle(words[i])), end)
    return first, next((i for i in range(first, end) if not _is_particle(words[i], first < i)), end)


def _is_particle(word: str, follows_one: bool = False) -> bool:
    return word.casefold() in _PARTICLES and (follows_one or word not in _ALWAYS_GIVEN)
