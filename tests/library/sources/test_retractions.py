"""Retracted, withdrawn and removed papers are told by their marks; papers about retractions are not."""

from typing import Any

import pytest

from assistant.library.sources.retractions import is_flagged, is_kind_of_retraction, is_retracted


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED ARTICLE: Hail cures colds",
        "RETRACTED: Hail cures colds",
        "Retracted: Hail cures colds",
        "[Retracted] Hail cures colds",
        "RETRACTED Hail cures colds",
        "WITHDRAWN: Hail cures colds",
        "REMOVED: Hail cures colds",
        "Temporary Removal: Hail cures colds",
        "Retraction Note: Hail cures colds",
        'Retraction of "Hail cures colds"',
        "Notice of Retraction: Hail cures colds",
        "Hail cures colds (Retracted)",
        "Hail cures colds (Retracted article. See vol. 3, pg. 4, 2021)",
    ],
)
def test_a_title_is_marked(title: str) -> None:
    assert is_retracted(title)


@pytest.mark.parametrize(
    "title",
    [
        "Retracted papers in medicine",
        "Retraction of papers: causes and effects",
        "Withdrawn drugs and their molecules",
        "Removed sentences matter",
        "Why was this paper retracted?",
    ],
)
def test_a_title_about_retractions_is_not(title: str) -> None:
    assert not is_retracted(title)


@pytest.mark.parametrize(
    ("comment", "gone"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 2.", True),
        ("Withdrawn", True),
        ("12 pages. Withdrawn by arXiv admins", True),
        ("This article has been removed by arXiv administrators", True),
        ("arXiv admin note: this submission was removed for reuse of text", True),
        ("This submission has been removed\nby arXiv administrators", True),
        ("Withdrawn from ICLR, now at ICML", False),
        ("arXiv admin note: text overlap with arXiv:2501.00001", False),
        ("We study how troops were withdrawn in 1945.", False),
        ("Retracted papers are cited for years.", False),
        (None, False),
    ],
)
def test_a_comment_or_an_abstract_in_its_place_says_it(comment: Any, gone: bool) -> None:
    assert is_retracted("Hail", comment) is gone


@pytest.mark.parametrize(
    ("record", "flagged"),
    [
        ({"is_retracted": True}, True),
        ({"Is Retracted": "TRUE"}, True),
        ({"updated-by": [{"type": "correction"}, {"type": "retraction"}]}, True),
        ({"update-to": [{"type": "withdrawal"}]}, True),
        ({"is_retracted": False}, False),
        ({"is_retracted": "false", "updated-by": "retraction"}, False),
        ({"updated-by": [{"type": "correction"}, 7]}, False),
    ],
)
def test_a_flag_says_it(record: dict[str, Any], flagged: bool) -> None:
    assert is_flagged(record) is flagged


def test_a_kind_of_document_says_it() -> None:
    assert is_kind_of_retraction("Article; Retracted Publication") and is_kind_of_retraction(
        None, "Retraction"
    )
    assert not is_kind_of_retraction("Journal Article", None, 7)
