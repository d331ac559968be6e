"""Saved overviews: they come back as they were, say what is new and what is gone, and go on where they stopped."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.errors import InputError, LibraryError, SavedDataError
from assistant.key_value_store import KeyValueStore
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.overviews.make import finished, make
from assistant.overviews.overview import Overview
from assistant.overviews.quoted import QuotedSections
from assistant.overviews.saved import opened, refreshed, rename, save, saved_as
from assistant.overviews.selection import select, select_these
from assistant.settings import Settings
from tests.overviews.helpers import assert_sound, filled, subjects

DAY = date(2026, 11, 20)


@pytest.fixture
def store(settings: Settings) -> KeyValueStore:
    return KeyValueStore(settings.home, "overview")


@pytest.fixture
def one(library: Library) -> Overview:
    chosen = select("", Filters(since=date(2025, 1, 1)), filled(library))
    return finished(make(chosen, library, QuotedSections(library.embedder)))


def test_it_comes_back_as_it_was(one: Overview, store: KeyValueStore, library: Library) -> None:
    save(one, "mine", store, DAY)
    again = opened(saved_as("mine", store), library)
    assert replace(again, planned=one.planned) == one
    assert_sound(again)


def test_papers_that_are_new_are_counted_and_taken_in(
    one: Overview, store: KeyValueStore, library: Library
) -> None:
    save(one, "mine", store, DAY)
    assert refreshed(saved_as("mine", store), library).notes == ("No paper is new since 2026-11-20.",)
    new = replace(subjects()[-1], id="2611.00001", title="Owl Cameras at Sea")
    library.put([new, replace(new, id="2611.00002", title="Owl Cameras at Home")])
    chosen = refreshed(saved_as("mine", store), library)
    assert chosen.notes == ("2 papers are new since 2026-11-20.",) and len(chosen.papers) == 14


def test_papers_that_were_withdrawn_or_removed_are_named(
    one: Overview, store: KeyValueStore, library: Library
) -> None:
    save(one, "mine", store, DAY)
    library.remove([subjects()[0].id])
    library.put([replace(subjects()[1], withdrawn=True)])
    gone = (
        "Glacier Ice from Radar is no longer in your library.",
        "Melting Glacier Ice was withdrawn since.",
    )
    assert opened(saved_as("mine", store), library).notes == gone
    chosen = refreshed(saved_as("mine", store), library)
    assert chosen.notes[1:] == gone and len(chosen.papers) == 10


def test_chosen_papers_are_the_same_ones_again(store: KeyValueStore, library: Library) -> None:
    chosen = select_these([paper.id for paper in subjects()[:4]], "ice", filled(library))
    save(finished(make(chosen, library, QuotedSections(library.embedder))), "mine", store, DAY)
    assert refreshed(saved_as("mine", store), library).papers == chosen.papers


def test_one_that_was_stopped_is_saved_with_what_was_there(store: KeyValueStore, library: Library) -> None:
    growing = make(select("", Filters(), filled(library)), library, QuotedSections(library.embedder))
    save([next(growing) for _ in range(3)][-1], "half", store, DAY)
    growing.close()
    half = opened(saved_as("half", store), library)
    assert len(half.sections) == 2 and not half.finished


def test_it_is_renamed_unless_the_name_is_taken(one: Overview, store: KeyValueStore) -> None:
    save(one, "mine", store, DAY)
    save(one, "other", store, DAY)
    with pytest.raises(InputError, match="is saved as 'other' already"):
        rename("mine", "other", store)
    rename("mine", "third", store)
    assert set(store.items()) == {"other", "third"}
    with pytest.raises(InputError, match="No overview is saved as 'mine'"):
        rename("mine", "fourth", store)


def test_what_is_damaged_or_newer_is_said_in_one_sentence(
    one: Overview, store: KeyValueStore, library: Library
) -> None:
    save(one, "mine", store, DAY)
    values = store.get("mine")
    store.put("newer", values | {"version": 999})
    store.put("broken", values | {"papers": 3})
    store.put("torn", values | {"papers": values["papers"][:2]})
    with pytest.raises(LibraryError):
        saved_as("newer", store)
    with pytest.raises(SavedDataError):
        saved_as("broken", store)
    with pytest.raises(SavedDataError, match="does not hold"):
        opened(saved_as("torn", store), library)
