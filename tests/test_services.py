"""The workshop: which parts the settings put together, and how the sample comes and goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.asking.question import Turn
from assistant.asking.understanding import understand
from assistant.asking.writers import QuotingWriter, SentenceWriter, WholeWriter
from assistant.diagnosis import PACKAGES, diagnose
from assistant.errors import PapersError
from assistant.jsonable import to_json
from assistant.llm.models import open_model
from assistant.reader.embeddings import Embedder, EndpointEmbedder, MiniLM
from assistant.services import Services
from assistant.settings import Endpoint, ModelChoice, ModelKind, Settings
from tests.birds import PAPERS
from tests.conftest import TODAY, ChatServer, paper


@pytest.fixture
def services(settings: Settings, monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> Iterator[Services]:
    monkeypatch.setattr(Services, "embedder", lambda self: embedder)
    services = Services(settings)
    yield services
    services.library.store.close()


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
    services = Services(replace(settings, model=choice))
    assert type(services.writer) is writer
    assert bool(services.capable_model) == (writer is WholeWriter)


def test_the_setting_decides_who_embeds(settings: Settings) -> None:
    assert type(Services(settings).embedder()) is MiniLM
    named = Services(replace(settings, embedding=Endpoint("text-embedding-3-small"))).embedder()
    assert (type(named), named.name) == (EndpointEmbedder, "text-embedding-3-small")


def test_nothing_is_opened_before_it_is_used(settings: Settings) -> None:
    Services(settings)
    assert not settings.home.exists()


def test_the_sample_fills_an_empty_library_and_stays_away_once_removed(services: Services) -> None:
    assert services.wants_sample
    report = services.add_sample()
    assert report.added == len(services.library) >= 40 and not report.refused
    assert not services.wants_sample
    services.library.put([paper(1)])
    assert services.remove_sample() == report.added
    assert len(services.library) == 1
    services.library.remove([paper(1).id])
    assert not len(services.library) and not services.wants_sample
    services.add_sample()
    assert services.remove_sample() == report.added


def test_a_library_with_papers_or_a_setting_against_it_wants_no_sample(
    services: Services, settings: Settings
) -> None:
    services.settings = replace(settings, sample=False)
    assert not services.wants_sample
    services.settings = settings
    services.library.put([paper(1)])
    assert not services.wants_sample


def test_questions_are_read_against_the_organizations_of_the_library(services: Services) -> None:
    assert not services.understand("memory from NVIDIA", TODAY, []).filters
    services.library.put(PAPERS)
    assert services.understand("memory from NVIDIA", TODAY, []).filters.organizations == ("NVIDIA",)


def test_the_library_is_looked_through_only_where_somebody_may_be_named(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_through() -> None:
        raise LookupError("the whole library is read")

    monkeypatch.setattr(services.library, "inventory", look_through)
    for text in ("KV cache compression", "What is new this week?", "How do owls hunt in cs.CL?"):
        assert services.understand(text, TODAY, [])
    with pytest.raises(LookupError):
        services.understand("memory from NVIDIA", TODAY, [])


@pytest.mark.parametrize("kind", ["none", "embedded"])
def test_only_a_capable_model_is_lent_to_read_a_question(
    services: Services, settings: Settings, kind: ModelKind
) -> None:
    services.settings = replace(settings, model=ModelChoice(kind))
    before = Turn(understand("How does Kestrel work?", TODAY), "It caches [1].")
    assert services.understand("How fast is it?", TODAY, [before]).intent.query == (
        "How does Kestrel work? How fast is it?"
    )


def test_what_a_model_took_to_read_a_follow_up_is_counted(
    services: Services, settings: Settings, chat_server: ChatServer
) -> None:
    endpoint = replace(settings, model=ModelChoice("endpoint", "m", "http://localhost:1/v1"))
    services.settings = endpoint
    services.model = open_model(endpoint, http_client=chat_server.client)
    chat_server.says('{"question": "How fast is Kestrel?", "kind": "results", "subjects": []}')
    before = Turn(understand("How does Kestrel work?", TODAY), "It caches [1].")
    question = services.understand("How fast is it?", TODAY, [before])
    assert question.intent.query == "How fast is Kestrel?"
    assert to_json(question.usage) == {"input_tokens": 11, "output_tokens": 7, "calls": 1, "cut_short": 0}


def test_warming_up_swallows_what_the_first_question_will_tell(
    services: Services, settings: Settings, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"no model")
    services.settings = replace(settings, model=ModelChoice("gguf", str(broken)))
    services.warm_up()
    with pytest.raises(PapersError, match=r"broken\.gguf"):
        assert services.model
        services.model.warm_up()


def test_the_diagnosis_names_model_data_and_every_package(services: Services, settings: Settings) -> None:
    facts = dict(diagnose(services).facts)
    assert list(facts) == ["papers", "packages", "model", "embedding", "tokens", "data", "library"]
    assert all(f"{name} " in facts["packages"] for name in PACKAGES) and "missing" not in facts["packages"]
    assert facts["model"].startswith("quotations (none")
    assert facts["data"] == str(settings.home) and facts["library"] == "0 papers"


def test_the_diagnosis_counts_papers_by_source_and_advises(services: Services) -> None:
    empty = diagnose(services).advice
    assert any("papers import" in advice for advice in empty)
    services.library.put([*PAPERS, paper(9, source="sample", published=date(2025, 1, 1))])
    diagnosis = diagnose(services)
    assert diagnosis.facts["library"] == "5 papers (4 huggingface, 1 sample)"
    assert any("our own words" in advice for advice in diagnosis.advice)
    assert not any("empty" in advice for advice in diagnosis.advice)
    assert to_json(diagnosis) == {
        "facts": dict(diagnosis.facts),
        "advice": list(diagnosis.advice),
    }


def test_the_diagnosis_never_fails(services: Services, settings: Settings) -> None:
    (settings.home / "chroma").mkdir(parents=True, exist_ok=True)
    (settings.home / "chroma" / "chroma.sqlite3").write_bytes(b"no database " * 1_000)
    diagnosis = diagnose(services)
    assert diagnosis.facts["library"] == "cannot be read"
    assert any("cannot be used" in advice for advice in diagnosis.advice)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"chroma_url": "http://chroma:8000"}, "http://chroma:8000"),
        ({"chroma_cloud": ("t", "d", "secret")}, "Chroma Cloud"),
    ],
)
def test_the_diagnosis_says_where_the_data_lies_and_tells_no_key(
    services: Services, settings: Settings, change: dict[str, Any], said: str
) -> None:
    _ = services.library  # opened on the folder: a server is not asked here
    model = ModelChoice("openai", "m", api_key="sk-secret")
    services.settings = replace(settings, model=model, **change)
    diagnosis = diagnose(services)
    assert dict(diagnosis.facts)["data"] == said
    assert "secret" not in str(to_json(diagnosis))
