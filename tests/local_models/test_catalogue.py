"""How models are named, and that the list is complete."""

import pytest

from assistant.errors import InputError
from assistant.local_models.catalogue import ModelFile, known_models, model_file, name_of


def test_the_list_has_models_from_small_to_large_and_says_all_of_each() -> None:
    models = known_models()
    assert [model.size for model in models] == sorted(model.size for model in models)
    assert models[0].size < 1e9 < 5e9 < models[-1].size
    for model in models:
        assert model.title and model.licence and model.expect
        assert model.memory > model.size
        assert model_file(model.name) == model_file(str(model.file)) == model.file
        assert name_of(model.file) == model.name


def test_any_other_file_of_the_hub_is_named_by_its_repository_and_path() -> None:
    file = model_file(" hf:Owner/Some-GGUF/q4/some.Q4_K_M.gguf ")
    assert file == ModelFile("Owner/Some-GGUF", "q4/some.Q4_K_M.gguf")
    assert name_of(file) == "hf:Owner/Some-GGUF/q4/some.Q4_K_M.gguf"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "gpt-5",
        "hf:Owner/Repo",
        "hf:Owner/Repo/file.safetensors",
        "hf:../../file.gguf",
        "hf:Owner/../file.gguf",
        "hf:Owner/Repo/../../../file.gguf",
        "hf:Owner/Repo//file.gguf",
        "hf:Owner/Repo/.gguf",
        "hf:Owner/Repo/a\nb.gguf",
        "hf:Owner/Repo/a\\..\\b.gguf",
    ],
)
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="papers model list"):
        model_file(name)


def test_a_part_of_a_model_is_refused() -> None:
    with pytest.raises(InputError, match="one part of several"):
        model_file("hf:Owner/Repo/big-00001-of-00003.gguf")
