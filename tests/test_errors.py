"""The errors a person may meet."""

import inspect

import pytest

from assistant import errors
from assistant.errors import InputError, ModelError, PapersError, SettingsError

ALL = [each for each in vars(errors).values() if inspect.isclass(each) and issubclass(each, PapersError)]


def test_an_error_reads_as_what_happened_and_what_to_do() -> None:
    assert str(PapersError("It broke.", "Mend it.")) == "It broke. Mend it."
    assert str(PapersError("It broke.")) == "It broke."


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_the_exit_code_tells_a_persons_mistake_from_a_failure(kind: type[PapersError]) -> None:
    assert kind.exit_code == (2 if issubclass(kind, SettingsError | InputError) else 1)


@pytest.mark.parametrize("kind", [each for each in ALL if each.__name__.startswith("Model")])
def test_whoever_catches_model_errors_catches_every_one(kind: type[PapersError]) -> None:
    assert issubclass(kind, ModelError)
