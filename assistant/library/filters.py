"""What a search may be narrowed to. One frozen value; the store and the keyword index each obey all of it."""

from dataclasses import dataclass, fields, replace
from datetime import date

from assistant.library.papers import Paper


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions a paper must meet, all of them; None or empty means no condition.

    `since` and `until` bound the day arXiv published the paper, `featured_since` and `featured_until` the day
    it stood on Daily Papers, both ends included. One of `categories`, and one of `organizations`, must match.
    `papers` narrows to these ids, `has_code` to papers whose code is known.
    """

    since: date | None = None
    until: date | None = None
    featured_since: date | None = None
    featured_until: date | None = None
    categories: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    has_code: bool = False

    def __bool__(self) -> bool:
        """Whether there is any condition at all."""
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def is_featured(self) -> bool:
        """Whether there is a condition on the day on Daily Papers."""
        return any((self.featured_since, self.featured_until))

    @property
    def has_period(self) -> bool:
        """Whether there is a condition on a day."""
        return any((self.since, self.until, self.featured_since, self.featured_until))

    def admit(self, paper: Paper) -> bool:
        """Whether the paper meets every condition. A day that is not known meets no condition on it."""
        return (
            _within(paper.published, self.since, self.until)
            and _within(paper.featured, self.featured_since, self.featured_until)
            and (not self.categories or not set(self.categories).isdisjoint(paper.categories))
            and (not self.organizations or organization_key(paper.organization) in self.organization_keys)
            and (not self.papers or paper.id in self.papers)
            and (not self.has_code or bool(paper.code))
        )

    @property
    def organization_keys(self) -> tuple[str, ...]:
        """The organizations as they are compared."""
        return tuple(organization_key(name) for name in self.organizations)

    def labels(self) -> dict[str, str]:
        """Each condition in words, by the names of the fields it stands for (`"since until"`)."""
        found = {
            "since until": _period("published", self.since, self.until),
            "featured_since featured_until": _period("featured", self.featured_since, self.featured_until),
            "categories": "in " + " or ".join(self.categories) if self.categories else "",
            "organizations": "from " + " or ".join(self.organizations) if self.organizations else "",
            "papers": _chosen(len(self.papers)),
            "has_code": "with code" if self.has_code else "",
        }
        return {names: label for names, label in found.items() if label}

    def without(self, names: str) -> "Filters":
        """The same filters with the condition that `labels` calls `names` taken away."""
        empty = Filters()
        return replace(self, **{name: getattr(empty, name) for name in names.split()})

    def over(self, other: "Filters") -> "Filters":
        """These conditions, and those of `other` that stand on what these leave open."""
        for names in self.labels():
            other = replace(other, **{name: getattr(self, name) for name in names.split()})
        return other


def organization_key(name: str | None) -> str:
    """An organization's name as it is compared: case and spacing do not count."""
    return " ".join((name or "").casefold().split())


def _chosen(count: int) -> str:
    return f"{count} chosen paper{'s' * (count > 1)}" if count else ""


def _within(day: date | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first or date.min) <= day <= (last or date.max)


def _period(verb: str, first: date | None, last: date | None) -> str:
    if first and first == last:
        return f"{verb} on {first}"
    if first and last:
        return f"{verb} {first} to {last}"
    if first:
        return f"{verb} since {first}"
    return f"{verb} until {last}" if last else ""
