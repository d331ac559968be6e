"""The MCP server, spoken to by the package's own client: in memory, over standard input, and over HTTP."""

import os
import socket
import subprocess
import sys
import time
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from assistant.mcp.server import build
from assistant.services import Services
from assistant.settings import ModelChoice, Settings

SAPO = "2509.08721"
TOOLS = {"search_papers", "get_paper", "ask", "digest", "compare", "explain", "overview"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The sample papers, with no model."""
    services = Services(Settings(home=tmp_path_factory.mktemp("home"), model=ModelChoice("none")))
    services.add_sample()
    return services


def call(services: Services, tool: str, **arguments: Any) -> Any:
    """What the tool returns, as the client sees it."""

    async def run() -> Any:
        async with Client(build(services)) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(run)


def value(services: Services, tool: str, **arguments: Any) -> dict[str, Any]:
    """The typed value of a call that went well."""
    result = call(services, tool, **arguments)
    assert not result.is_error, result.content
    return dict(result.structured_content)


def test_every_tool_is_typed_and_only_reads(services: Services) -> None:
    async def tools() -> Any:
        async with Client(build(services)) as client:
            return (await client.list_tools()).tools

    found = {tool.name: tool for tool in anyio.run(tools)}
    assert set(found) == TOOLS
    for tool in found.values():
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.description and tool.output_schema and tool.input_schema["type"] == "object"


def test_an_answer_has_claims_with_verdicts_and_evidence(services: Services) -> None:
    answer = value(services, "ask", question="How does SAPO share rollouts?")
    assert {claim["verdict"] for claim in answer["claims"]} == {"quoted"}
    assert answer["claims"][0]["evidence"][0]["paper"] == SAPO
    assert answer["sources"][0]["id"] == SAPO


def test_an_overview_has_sections_whose_sentences_have_evidence(services: Services) -> None:
    told = value(services, "overview", topic="reinforcement learning", papers=12)
    assert told["sections"] and all(s["claims"][0]["evidence"] and s["papers"] for s in told["sections"])
    assert {n for s in told["sections"] for n in s["papers"]} == {one["number"] for one in told["sources"]}


def test_only_the_named_papers_are_asked(services: Services) -> None:
    other = value(services, "search_papers", query="KV cache", limit=1)["papers"][0]["id"]
    answer = value(services, "ask", question="What is proposed?", papers=[other])
    assert {source["id"] for source in answer["sources"]} <= {other}


def test_a_search_is_bounded_and_filtered(services: Services) -> None:
    found = value(services, "search_papers", query="reinforcement learning", since="2025-09", limit=3)[
        "papers"
    ]
    assert 0 < len(found) <= 3 and all(paper["published"] >= "2025-09" for paper in found)
    assert call(services, "search_papers", query="x", limit=10_000).is_error


def test_papers_are_read_compared_digested_and_explained(services: Services) -> None:
    assert value(services, "get_paper", paper=SAPO)["abstract"]
    two = [paper["id"] for paper in value(services, "search_papers", query="agents", limit=2)["papers"]]
    table = value(services, "compare", papers=two, aspects=["results"])
    assert [row["paper"] for row in table["rows"]] == two
    assert value(services, "digest", top=3)["papers"]
    assert value(services, "explain", paper=SAPO, reader="engineer")["claims"]


@pytest.mark.parametrize(
    ("tool", "arguments", "hint"),
    [
        ("get_paper", {"paper": "2001.00001"}, "papers fetch arxiv 2001.00001"),
        ("digest", {"when": "someday"}, "Write 2025-11-12"),
        ("search_papers", {"query": "owls", "since": "soon"}, "Write 2025"),
        ("ask", {"question": "x" * 5_000}, "4000"),
    ],
)
def test_an_error_says_what_to_do(
    services: Services, tool: str, arguments: dict[str, str], hint: str
) -> None:
    result = call(services, tool, **arguments)
    assert result.is_error and hint in result.content[0].text


def test_two_clients_at_once_and_one_that_leaves_get_their_own_answers(services: Services) -> None:
    server = build(services)
    answers: dict[str, str] = {}

    async def one(question: str) -> None:
        async with Client(server) as client:
            result = await client.call_tool("ask", {"question": question})
            answers[question] = result.structured_content["sources"][0]["id"]

    async def gone() -> None:
        async with Client(server) as client:
            with anyio.move_on_after(0.01):
                await client.call_tool("ask", {"question": "What is new in agents?"})

    async def both() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(one, "How does SAPO share rollouts?")
            group.start_soon(gone)
            group.start_soon(one, "What is CommVQ?")

    anyio.run(both)
    assert answers["How does SAPO share rollouts?"] == SAPO != answers["What is CommVQ?"]


def test_the_command_serves_standard_input(services: Services) -> None:
    environment = os.environ | {"PAPERS_HOME": str(services.settings.home), "PAPERS_MODEL": "none"}
    command = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp"], env=environment)
    anyio.run(_asks, command)


def test_the_command_serves_http_on_this_machine_only(services: Services) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PAPERS_HOME": str(services.settings.home), "PAPERS_MODEL": "none"}
    command = [sys.executable, "-m", "assistant", "mcp", "--http", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        anyio.run(_asks, f"http://127.0.0.1:{port}/mcp")
    finally:
        process.terminate()
        process.wait(10)


async def _asks(server: Any) -> None:
    async with Client(server) as client:
        result = await client.call_tool("get_paper", {"paper": SAPO})
        assert result.structured_content["id"] == SAPO


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")
