"""Committed weights say how they were made, and it is how the committed trainer makes them."""

import json
from types import ModuleType

import pytest

from assistant.evaluation.training import aspects, roles, tldr, word_frequencies
from assistant.evidence.aspect_features import MEANINGS, NAMES
from assistant.text.words import FREQUENCIES


@pytest.mark.parametrize("trainer", [aspects, roles, tldr])
def test_weights_record_the_settings_of_their_trainer(trainer: ModuleType) -> None:
    recorded = json.loads(trainer.WEIGHTS.read_text(encoding="utf-8"))["settings"]
    assert recorded == json.loads(json.dumps(trainer.SETTINGS))


def test_every_feature_of_every_learned_aspect_has_a_weight() -> None:
    table = json.loads(aspects.WEIGHTS.read_text(encoding="utf-8"))["weights"]
    assert list(table) == list(MEANINGS)
    assert all(list(each) == ["base", *NAMES] for scores in table.values() for each in scores.values())


def test_word_frequencies_are_the_commonest_and_equal_ones_in_the_order_of_the_alphabet() -> None:
    table = json.loads(FREQUENCIES.read_text(encoding="utf-8"))["frequencies"]
    assert len(table) == word_frequencies.KEPT
    pairs = list(table.items())
    assert pairs == sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
