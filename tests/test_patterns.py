"""No text makes a regular expression slow: Python's `re` stops every other thread while it matches."""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from tests.patterns import PIECES, Pattern, at_most, growth, patterns

pytestmark = pytest.mark.slow

LENGTH = 2_000
QUICK = 0.035
"""Seconds of CPU for twice the length: a linear pattern takes a fiftieth of them, a quadratic one twice as long."""
LINEAR = 3.0
"""A linear pattern takes twice as long for twice the text, a quadratic one four times."""


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.where)
def test_no_text_makes_a_pattern_slow(pattern: Pattern) -> None:
    slow = {
        piece: grown
        for piece in [*PIECES, *pattern.samples()]
        if (grown := growth(pattern.run, piece, LENGTH, QUICK)) > LINEAR
    }
    assert slow == {}, pattern.compiled.pattern


@pytest.mark.data
def test_no_pattern_is_slow_on_real_abstracts(data: Path) -> None:
    with gzip.open(data / "arxiv" / "papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        abstracts = [json.loads(line)["summary"] for line in islice(lines, 0, None, 50)]
    for pattern in patterns():
        try:
            with at_most(5):  # seconds, of which a pattern takes about a tenth of one
                for abstract in abstracts:
                    pattern.run(abstract)
        except TimeoutError:
            pytest.fail(f"{pattern.where} takes long: {pattern.compiled.pattern}")
