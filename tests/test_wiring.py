"""The workshop: which parts the settings put together, and how the sample comes and goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.asking.question import Turn, understand
from assistant.diagnosis import PACKAGES, diagnose
from assistant.errors import PapersError
from assistant.jsonable import to_json
from assistant.library.embeddings import Embedder, EndpointEmbedder, MiniLM
from assistant.settings import ModelChoice, ModelKind, Settings
from assistant.wiring import Workshop
from assistant.writing.writers import QuotingWriter, SentenceWriter, WholeWriter
from tests.birds import PAPERS
from tests.conftest import TODAY, paper


@pytest.fixture
def shop(settings: Settings, monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> Iterator[Workshop]:
    monkeypatch.setattr(Workshop, "embedder", lambda self: embedder)
    shop = Workshop(settings)
    yield shop
    shop.library.store.close()


@pytest.mark.parametrize(
    ("choice", "writer"),
    [
        (ModelChoice("none"), QuotingWriter),
        (ModelChoice("embedded"), SentenceWriter),
        (ModelChoice("gguf", "x.gguf"), WholeWriter),
        (ModelChoice("endpoint", "m", "http://localhost:1/v1"), WholeWriter),
        (ModelChoice("openai", "m", api_key="k"), WholeWriter),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_the_model_decides_who_writes(settings: Settings, choice: ModelChoice, writer: type) -> None:
    assert type(Workshop(replace(settings, model=choice)).writer) is writer


def test_the_setting_decides_who_embeds(settings: Settings) -> None:
    assert type(Workshop(settings).embedder()) is MiniLM
    named = Workshop(replace(settings, embedding="text-embedding-3-small")).embedder()
    assert (type(named), named.name) == (EndpointEmbedder, "text-embedding-3-small")


def test_nothing_is_opened_before_it_is_used(settings: Settings) -> None:
    Workshop(settings)
    assert not settings.home.exists()


def test_the_sample_fills_an_empty_library_and_stays_away_once_removed(shop: Workshop) -> None:
    assert shop.wants_sample
    report = shop.add_sample()
    assert report.added == len(shop.library) >= 40 and not report.refused
    assert not shop.wants_sample
    shop.library.put([paper(1)])
    assert shop.remove_sample() == report.added
    assert len(shop.library) == 1
    shop.library.remove([paper(1).id])
    assert not len(shop.library) and not shop.wants_sample
    shop.add_sample()
    assert shop.remove_sample() == report.added


def test_a_library_with_papers_or_a_setting_against_it_wants_no_sample(
    shop: Workshop, settings: Settings
) -> None:
    shop.settings = replace(settings, sample=False)
    assert not shop.wants_sample
    shop.settings = settings
    shop.library.put([paper(1)])
    assert not shop.wants_sample


def test_questions_are_read_against_the_organizations_of_the_library(shop: Workshop) -> None:
    assert not shop.understand("memory from NVIDIA", TODAY, []).filters
    shop.library.put(PAPERS)
    assert shop.understand("memory from NVIDIA", TODAY, []).filters.organizations == ("NVIDIA",)


def test_the_library_is_looked_through_only_where_somebody_may_be_named(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_through() -> None:
        raise LookupError("the whole library is read")

    monkeypatch.setattr(shop.library, "inventory", look_through)
    for text in ("KV cache compression", "What is new this week?", "How do owls hunt in cs.CL?"):
        assert shop.understand(text, TODAY, [])
    with pytest.raises(LookupError):
        shop.understand("memory from NVIDIA", TODAY, [])


@pytest.mark.parametrize("kind", ["none", "embedded"])
def test_only_a_capable_model_is_lent_to_rephrase(
    shop: Workshop, settings: Settings, kind: ModelKind
) -> None:
    shop.settings = replace(settings, model=ModelChoice(kind))
    before = Turn(understand("How does Kestrel work?", TODAY), "It caches [1].")
    assert shop.understand("How fast is it?", TODAY, [before]).standalone == (
        "How does Kestrel work? How fast is it?"
    )


def test_warming_up_swallows_what_the_first_question_will_tell(
    shop: Workshop, settings: Settings, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"no model")
    shop.settings = replace(settings, model=ModelChoice("gguf", str(broken)))
    shop.warm_up()
    with pytest.raises(PapersError, match=r"broken\.gguf"):
        assert shop.model
        shop.model.warm_up()


def test_the_diagnosis_names_model_data_and_every_package(shop: Workshop, settings: Settings) -> None:
    facts = dict(diagnose(shop).facts)
    assert list(facts) == ["papers", "packages", "model", "embedding", "tokens", "data", "library"]
    assert all(f"{name} " in facts["packages"] for name in PACKAGES) and "missing" not in facts["packages"]
    assert facts["model"].startswith("quotations (none")
    assert facts["data"] == str(settings.home) and facts["library"] == "0 papers"


def test_the_diagnosis_counts_papers_by_source_and_advises(shop: Workshop) -> None:
    empty = diagnose(shop).advice
    assert any("papers import" in advice for advice in empty)
    shop.library.put([*PAPERS, paper(9, source="sample", published=date(2025, 1, 1))])
    diagnosis = diagnose(shop)
    assert dict(diagnosis.facts)["library"] == "5 papers (4 huggingface, 1 sample)"
    assert any("our own words" in advice for advice in diagnosis.advice)
    assert not any("empty" in advice for advice in diagnosis.advice)
    assert to_json(diagnosis) == {
        "facts": dict(diagnosis.facts),
        "advice": list(diagnosis.advice),
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"chroma_url": "http://chroma:8000"}, "http://chroma:8000"),
        ({"chroma_cloud": ("t", "d", "secret")}, "Chroma Cloud"),
    ],
)
def test_the_diagnosis_says_where_the_data_lies_and_tells_no_key(
    shop: Workshop, settings: Settings, change: dict[str, Any], said: str
) -> None:
    _ = shop.library  # opened on the folder: a server is not asked here
    model = ModelChoice("openai", "m", api_key="sk-secret")
    shop.settings = replace(settings, model=model, **change)
    diagnosis = diagnose(shop)
    assert dict(diagnosis.facts)["data"] == said
    assert "secret" not in str(to_json(diagnosis))
