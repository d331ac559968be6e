"""No pattern of the evidence, the check or the cells is slow on text that is written to make it slow."""

import subprocess
import sys

import pytest

LIMIT = 20
"""Seconds for all patterns on one text, loading included: a pattern that grows with a power takes minutes."""
READ_ALL = """
import sys
from assistant.checking.polarity import directions
from assistant.evidence.aspect_cues import CUED, cued
from assistant.evidence.key_sentence import stands_alone
from assistant.text.entities import missing
from assistant.text.quantities import differing
text = sys.stdin.read()
for aspect in CUED:
    cued(aspect, [text])
stands_alone(text[:4000])
directions(text.split())
missing(text[:4000], "owls")
differing(text[:4000], "94% of owls")
"""


@pytest.mark.parametrize(
    "text",
    [
        "on " + ", ".join(f"OwlNet-{n}" for n in range(400)) + " and",
        "On A1" + " 1aa" * 1000,
        "experiments " + "on .1" * 1000,
        "we release " + "code " * 1000,
        "what is" + " " * 4000 + "x",
        "cost1." + "1" * 4000,
        "reduc" * 1000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    subprocess.run([sys.executable, "-c", READ_ALL], input=text, text=True, timeout=LIMIT, check=True)
