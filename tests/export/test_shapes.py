"""What was saved comes back, also what version 0.1 saved; what is damaged is said, and nothing else is lost."""

from pathlib import Path
from typing import Any

import pytest

from assistant.digests.following import Following
from assistant.errors import SavedDataError
from assistant.export.saved_comparison import from_saved, to_saved
from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore
from assistant.library.papers import Paper
from assistant.library.syncing import Kind, SyncSource
from assistant.mail.subscriptions import Subscription, subscribe, subscriptions
from tests.conftest import paper

OLD_COMPARISON: dict[str, Any] = {
    "papers": [
        {
            "id": "2501.00001", "title": "Kestrel", "abstract": "Kestrel hovers. It sees mice.", "authors": ["Ada Abel"],
            "version": None, "doi": None, "published": "2025-01-01", "featured": None, "upvotes": 3, "comments": None,
            "categories": ["cs.CL"], "keywords": [], "organization": None, "code": None, "stars": None, "project": None,
            "withdrawn": False, "source": "arxiv", "url": "https://arxiv.org/abs/2501.00001",
        },
    ],
    "aspects": ["problem", "cost"],
    "rows": [
        {
            "paper": "2501.00001",
            "cells": [
                {
                    "aspect": "problem", "text": "Kestrel hovers.", "verdict": "quoted", "reason": "", "writer": "m",
                    "evidence": [{"paper": "2501.00001", "sentence": 1, "text": "Kestrel hovers."}],
                },
                {
                    "aspect": "cost", "text": "not stated in the abstract", "verdict": "told with", "evidence": [],
                    "reason": "", "writer": "", "told_with": "problem",
                },
            ],
        },
    ],
    "synthesis": [],
}  # fmt: skip
"""As version 0.1.0 wrote it."""


def test_a_comparison_that_an_earlier_version_saved_opens() -> None:
    one = from_saved(OLD_COMPARISON)
    cell, without = one.rows[0].cells
    assert cell.claim and cell.claim.cited == (1,) and cell.writer == "m"
    assert cell.claim.evidence[0].sentence.text == "Kestrel hovers."
    assert (without.claim, without.told_with) == (None, "problem")
    assert from_saved(to_saved(one)) == one


@pytest.mark.parametrize(
    "damage",
    [
        {"papers": []},
        {"rows": "?"},
        {"papers": [{"id": "x"}]},
        {"rows": [{"paper": "2501.00001", "cells": [{"aspect": "problem"}]}]},
        {"synthesis": [{"text": "", "verdict": "?", "evidence": []}]},
        {
            "synthesis": [
                {
                    "text": "",
                    "verdict": "quoted",
                    "evidence": [{"paper": "2501.00001", "sentence": 9, "text": ""}],
                }
            ]
        },
    ],
)
def test_a_damaged_comparison_says_what_to_do(damage: dict[str, Any]) -> None:
    with pytest.raises(SavedDataError) as caught:
        from_saved(OLD_COMPARISON | damage)
    assert "emove it" in caught.value.hint


def test_subscriptions_of_an_earlier_version_are_read(tmp_path: Path) -> None:
    shelf = KeyValueStore(tmp_path, "subscriptions")
    shelf.put(
        "ada@example.org",
        {"address": "ada@example.org", "rhythm": "week", "top": 5, "topics": ["x"], "muted": []},
    )
    subscribe(shelf, Subscription("bo@example.org", following=Following(muted=("y",))))
    assert list(subscriptions(shelf)) == [
        Subscription("ada@example.org", "week", Following(("x",)), 5),
        Subscription("bo@example.org", following=Following(muted=("y",))),
    ]


def test_a_damaged_value_is_named_and_not_shown_as_a_crash() -> None:
    with pytest.raises(SavedDataError, match=r"A saved SyncSource cannot be read: kind: "):
        from_json(SyncSource, {"kind": "weekly", "what": "", "since": "2025-01-01"})
    with pytest.raises(SavedDataError, match="Paper"):
        from_json(Paper, None)


def test_every_field_comes_back() -> None:
    one = paper(1, upvotes=3, doi="10.1/x", categories=("cs.CL",))
    assert from_json(Paper, to_json(one)) == one
    synced = SyncSource(Kind.DAILY, "", one.published or pytest.fail("the paper has a day"))
    assert from_json(SyncSource, to_json(synced)) == synced
