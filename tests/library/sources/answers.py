"""Answers of the Daily Papers API, whole and odd, and the reading of one entry."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from assistant.library.papers import Paper
from assistant.library.sources import huggingface
from assistant.library.sources.entries import Entry
from tests.library.helpers import entry

FULL = entry(
    7,
    title=" A title\n in two lines ",
    submittedOnDailyAt="2025-01-09T00:00:00.000Z",
    ai_keywords=["naps", "tea", "naps"],
    organization={"name": "nap-lab", "fullname": "Nap Lab"},
    githubRepo="https://github.com/nap/lab",
    githubStars=12,
    projectPage="https://nap.example/",
)
FIELDS = st.sampled_from([*FULL["paper"], "paper", "numComments", "withdrawnAt", "name", "fullname"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just("2501.00001v2"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=25,
)


def one(answer: Any, featured: date | None = None) -> Entry:
    [found] = huggingface.read(answer, "day.json", featured)
    return found


def one_paper(answer: Any, featured: date | None = None) -> Paper:
    found = one(answer, featured)
    assert isinstance(found, Paper), found
    return found
