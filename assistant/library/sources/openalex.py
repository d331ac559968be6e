"""OpenAlex's answers and dumps: JSON objects of works, whose abstracts are stored as the places of each word."""

from collections.abc import Mapping
from typing import Any

from assistant.library.papers import Paper
from assistant.library.sources.references import Reference, paper_of
from assistant.library.sources.retractions import is_flagged, is_kind_of_retraction

_MAX_WORDS = 20_000


def recognises(row: Mapping[str, Any]) -> bool:
    """Whether the object is a work of OpenAlex."""
    return "abstract_inverted_index" in row or ("authorships" in row and "display_name" in row)


def paper(row: Mapping[str, Any]) -> Paper:
    """The paper of one work; Unreadable where it has no title or no abstract."""
    ids, keywords = row.get("ids"), row.get("keywords")
    return paper_of(
        Reference(
            title=row.get("title") or row.get("display_name"),
            abstract=row.get("abstract") or in_order(row.get("abstract_inverted_index")),
            authors=row.get("authorships"),
            numbers=(ids.get("arxiv"),) if isinstance(ids, Mapping) else (),
            places=tuple(_places(row)),
            doi=row.get("doi"),
            dates=(row.get("publication_date"), row.get("publication_year")),
            keywords=keywords,
            is_retracted=is_flagged(row) or is_kind_of_retraction(row.get("type")),
        )
    )


def in_order(index: Any) -> str:
    """The text of an inverted index, `{"We": [0], "model": [1]}`."""
    if not isinstance(index, Mapping):
        return ""
    placed = [
        (place, word)
        for word, places in index.items()
        if isinstance(word, str) and isinstance(places, list)
        for place in places[:_MAX_WORDS]
        if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(placed))


def _places(row: Mapping[str, Any]) -> list[Any]:
    """The addresses at which the work can be read."""
    locations = row.get("locations")
    all_ = [
        row.get("primary_location"),
        row.get("best_oa_location"),
        *(locations if isinstance(locations, list) else ()),
    ]
    known = [each for each in all_ if isinstance(each, Mapping)]
    return [each.get(name) for each in known for name in ("landing_page_url", "pdf_url")]
