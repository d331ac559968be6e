"""What 300 questions in people's own wording mean: every line of intents.txt is a case."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.asking.intent import Intent
from assistant.asking.question import Turn
from assistant.asking.understanding import Known, understand
from assistant.library.papers import Paper
from tests.conftest import TODAY, paper

ORGANIZATIONS = (
    "NVIDIA",
    "Qwen",
    "Google DeepMind",
    "Google Research",
    "Microsoft Research",
    "Meta AI",
    "Tsinghua University",
    "DeepSeek",
)
CITED = ((1, "2509.08721"), (2, "2501.00002"), (3, "2501.00003"))
PAPERS = {id_: paper(id=id_) for _, id_ in CITED}


def in_the_library(ids: Sequence[str]) -> Mapping[str, Paper]:
    return {id_: PAPERS[id_] for id_ in ids if id_ in PAPERS}


KNOWN = Known(lambda: ORGANIZATIONS, in_the_library)
BEFORE = Turn(
    understand("How does SAPO share experience?", TODAY, KNOWN), "It shares rollouts [1] [2] [3].", CITED
)


def cases() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Question, kind and details of each line."""
    for line in Path(__file__).with_name("intents.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, kind, *details = (part.strip() for part in line.split("|"))
            pairs = (each.partition("=") for each in ";".join(details).split(";") if each.strip())
            yield question, kind, {name.strip(): value for name, _, value in pairs}


def days(first: date | None, last: date | None) -> str:
    return f"{first or ''}..{last or ''}" if first or last else ""


def described(intent: Intent) -> dict[str, str]:
    """The intent in the table's words; what is empty is left out."""
    filters = intent.filters
    found = {
        "period": days(filters.since, filters.until),
        "featured": days(filters.featured_since, filters.featured_until),
        "org": ",".join(filters.organizations),
        "cat": ",".join(filters.categories),
        "papers": ",".join(filters.papers),
        "unknown": ", ".join(intent.not_understood),
        "lang": "other" if intent.is_foreign else "",
    }
    given = {"code": filters.has_code, "denies": intent.denies}
    return {name: value for name, value in found.items() if value} | {
        name: "" for name, is_so in given.items() if is_so
    }


@pytest.mark.parametrize(
    ("text", "kind", "details"), [*cases()], ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_question_is_read_as_it_is_meant(text: str, kind: str, details: dict[str, str]) -> None:
    history = [BEFORE] if text.startswith("+") else []
    intent = understand(text.removeprefix("+"), TODAY, KNOWN, history).intent
    compared = {"subjects": " & ".join(intent.subjects), "roles": intent.role or "none"}
    found = described(intent) | {name: compared[name] for name in details if name in compared}
    assert (intent.kind, found) == (kind, details)


def test_the_table_has_at_least_200_questions_each_once() -> None:
    asked = [text for text, _, _ in cases()]
    assert len(asked) == len(set(asked)) >= 200
