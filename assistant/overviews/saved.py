"""An overview as it is saved under a name, opened again without a model, and brought up to date with the library."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.errors import InputError, SavedDataError
from assistant.evidence.sources import sources_of
from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.overviews.kept import KeptClaim, KeptSection
from assistant.overviews.overview import Chosen, Overview
from assistant.overviews.selection import select, select_these
from assistant.versions import JSON_VERSION, check_version, with_version


@dataclass(frozen=True, slots=True)
class SavedOverview:
    """An overview with its papers, and what they were chosen by; `limit` is 0 where a person chose them one by one."""

    topic: str
    filters: Filters
    limit: int
    saved: date
    finished: bool
    writer: str
    papers: tuple[Paper, ...]
    sections: tuple[KeptSection, ...]
    summary: tuple[KeptClaim, ...]
    notes: tuple[str, ...] = ()


def save(one: Overview, name: str, store: KeyValueStore, today: date) -> None:
    """Keep the overview under this name, in place of what was there; also one that is still being made."""
    saved = SavedOverview(
        one.topic,
        one.filters,
        one.limit,
        today,
        one.finished,
        one.writer,
        one.papers,
        tuple(KeptSection.of(section, one.sources) for section in one.sections),
        tuple(map(KeptClaim.of, one.summary)),
        one.notes,
    )
    store.put(name, with_version(to_json(saved)))


def saved_as(name: str, store: KeyValueStore) -> SavedOverview:
    """What is saved under this name; InputError where nothing is, SavedDataError where it cannot be read."""
    if values := store.get(name):
        return read(values)
    raise InputError(f"No overview is saved as {name!r}.", "`papers overviews list` shows the saved ones.")


def read(values: Any) -> SavedOverview:
    """A saved overview from its values; LibraryError where a newer program saved it."""
    check_version(values.get("version", 0), JSON_VERSION, "The saved overview")
    return from_json(SavedOverview, values)


def rename(name: str, to: str, store: KeyValueStore) -> None:
    """Save it under another name; InputError where that is taken, or nothing is saved under the old one."""
    saved = saved_as(name, store)
    if not store.put_new(to, with_version(to_json(saved))):
        raise InputError(
            f"An overview is saved as {to!r} already.", "Choose another name, or remove that one."
        )
    store.remove(name)


def opened(saved: SavedOverview, library: Library) -> Overview:
    """The overview as it was saved; a note names papers that were withdrawn or removed since."""
    sources = {source.paper.id: source for source in sources_of(saved.papers)}
    try:
        sections = tuple(kept.section(sources) for kept in saved.sections)
        summary = tuple(kept.claim(sources) for kept in saved.summary)
    except LookupError as error:
        raise SavedDataError(
            f"The saved overview names a paper or sentence that it does not hold: {error}.",
            "Remove it and make it again.",
        ) from error
    one = Overview(saved.topic, saved.filters, saved.papers, saved.writer, limit=saved.limit)
    notes = (*saved.notes, *_gone(saved, library))
    return replace(one, sections=sections, summary=summary, notes=notes, finished=saved.finished)


def refreshed(saved: SavedOverview, library: Library) -> Chosen:
    """The papers it would be of today, with notes that say how many are new, and which are gone."""
    if saved.limit:
        chosen = select(saved.topic, saved.filters, library, saved.limit)
    else:
        chosen = select_these([paper.id for paper in saved.papers], saved.topic, library)
    known = {paper.id for paper in saved.papers}
    new = sum(paper.id not in known for paper in chosen.papers)
    said = f"{new or 'No'} paper{'s are' if new > 1 else ' is'} new since {saved.saved}."
    gone = () if not saved.limit else _gone(saved, library)
    return replace(chosen, notes=(said, *gone, *chosen.notes))


def _gone(saved: SavedOverview, library: Library) -> tuple[str, ...]:
    known = library.get([paper.id for paper in saved.papers])
    removed = [paper.title for paper in saved.papers if paper.id not in known]
    withdrawn = [paper.title for paper in known.values() if paper.withdrawn]
    return (
        *(f"{title} is no longer in your library." for title in removed),
        *(f"{title} was withdrawn since." for title in withdrawn),
    )
