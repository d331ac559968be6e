"""One run in a real browser: the app as a process of its own, a slow endpoint on loopback, Debian's chromium."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
asked_hosts: set[str | None] = set()
ANSWER = (
    "SAPO lets nodes share rollouts with each other across a decentralized network. [1] "
    "Each node manages its own policy model and may use different hardware. [1] "
    "It reached reward gains of up to 94% in controlled experiments. [1]"
)


class SlowEndpoint(BaseHTTPRequestHandler):
    """Streams ANSWER (as the form of an explanation where one is asked for) a word at a time, slowly enough to be watched and stopped."""

    pause = 0.06
    read_timeout: threading.Event | None = None
    """Where a test sets it, not a word comes before it is over."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = json.dumps({"what": ANSWER}) if "response_format" in asked else ANSWER
        self.send_response(200)
        if not asked.get("stream"):
            self._send_whole(answer)
            return
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        if self.read_timeout:
            self.read_timeout.wait(60)
        try:
            for word in answer.split(" "):
                self._send({"choices": [{"index": 0, "delta": {"content": f"{word} "}}]})
                time.sleep(self.pause)
            self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # the reader stopped listening

    def _send_whole(self, answer: str) -> None:
        message = {"role": "assistant", "content": answer}
        choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
        whole = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": choices}
        content = json.dumps(whole).encode()
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send(self, event: dict[str, Any]) -> None:
        event |= {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("no chromium: .ci/run installs it")
        pytest.skip("no chromium on this machine")
    return found


@pytest.fixture(scope="module")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    endpoint = ThreadingHTTPServer(("127.0.0.1", 0), SlowEndpoint)
    threading.Thread(target=endpoint.serve_forever, daemon=True).start()
    port = free_port()
    environment = os.environ | {
        "PAPERS_HOME": str(tmp_path_factory.mktemp("home")),
        "PAPERS_MODEL": "m",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{endpoint.server_port}/v1",
        "OPENAI_API_KEY": "k",
    }
    command = [sys.executable, "-m", "assistant", "web", "--port", str(port), "--headless"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        endpoint.shutdown()
        endpoint.server_close()


@pytest.fixture
def page(chromium: str, app_url: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.set_default_timeout(60_000)
        page.on("request", lambda request: asked_hosts.add(urlsplit(request.url).hostname))
        page.goto(f"{app_url}/ask")
        yield page
        browser.close()


def ask(page: Any, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def test_answer_streams_and_a_citation_opens_the_marked_sentence(page: Any) -> None:
    ask(page, "How does SAPO share rollouts?")
    page.locator(".answer", has_text="SAPO lets nodes").wait_for()
    assert "94%" not in page.locator(".answer").last.inner_text(), "the answer came all at once"
    page.locator(".answer", has_text="94%").wait_for()
    page.get_by_text(re.compile("claims: ")).wait_for()
    page.locator(".cite").last.click()
    card = page.locator(".card:popover-open")
    assert "94%" in card.locator("mark").inner_text()
    assert "Sharing is Caring" in card.locator(".title").inner_text()
    assert card.get_by_role("link", name="arXiv").get_attribute("href") == "https://arxiv.org/abs/2509.08721"
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_stop_keeps_what_was_written(page: Any) -> None:
    ask(page, "How does SAPO share rollouts?")
    page.locator(".answer", has_text="Each node").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped here.").wait_for()
    written = page.locator(".answer").last.inner_text()
    assert "SAPO lets nodes" in written
    assert "94%" not in written
    page.get_by_text("1 source, and why each was found").wait_for()
    page.get_by_role("button", name="Download").wait_for()


def test_a_conversation_outlives_a_reload_in_mid_answer_and_the_answer_goes_on(page: Any) -> None:
    ask(page, "How does SAPO share rollouts?")
    page.locator(".answer", has_text="SAPO lets nodes").wait_for()
    page.wait_for_url(re.compile(r"\?c=\w+"))
    page.reload()
    page.locator(".answer", has_text="94%").wait_for()
    page.get_by_text(re.compile("claims: ")).wait_for()
    page.get_by_test_id("stSidebar").get_by_role(
        "button", name="How does SAPO share rollouts?"
    ).first.wait_for()
    page.get_by_role("button", name="New conversation").click()
    page.get_by_text("Ask your papers").wait_for()
    page.go_back()
    page.locator(".answer", has_text="94%").wait_for()


def test_stop_is_heard_before_the_first_word(page: Any) -> None:
    read_timeout = threading.Event()
    SlowEndpoint.read_timeout = read_timeout
    try:
        ask(page, "How does SAPO share rollouts?")
        page.get_by_text("writing …").wait_for()
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("Stopped before the first word.").wait_for()
    finally:
        read_timeout.set()
    page.get_by_role("button", name="Ask again").click()
    page.locator(".answer", has_text="94%").wait_for()


def test_the_page_asks_no_other_host(page: Any) -> None:
    ask(page, "How does SAPO share rollouts?")
    page.locator(".answer", has_text="94%").wait_for()
    page.goto(page.url.replace("/ask", "/library"))
    page.get_by_text("Find papers").wait_for()
    assert asked_hosts <= {"127.0.0.1", "localhost", None}


def test_the_front_page_opens_a_tldrs_sentence_and_asks_about_one_paper(page: Any) -> None:
    page.goto(page.url.replace("/ask", "/"))
    page.get_by_role(
        "button", name="Download"
    ).wait_for()  # the last of the page: nothing moves under the click
    paper = page.locator(".entry").first
    paper.locator(".cite").click()
    card = page.locator(".card:popover-open")
    assert card.locator("mark").inner_text()
    title = card.locator(".title").inner_text().split("] ", 1)[1]
    assert paper.locator("h2.title").inner_text().startswith(title)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Ask about this").first.click()
    page.get_by_placeholder(f"Ask about {title}").wait_for()
    assert asked_hosts <= {"127.0.0.1", "localhost", None}


def test_the_front_page_is_also_found_by_its_name(page: Any, app_url: str) -> None:
    page.goto(f"{app_url}/today")
    page.get_by_text("featured on Daily Papers").wait_for()
    assert page.get_by_text("Page not found").count() == 0


def test_a_source_leads_to_its_explanation_in_the_same_session(page: Any) -> None:
    ask(page, "How does SAPO share rollouts?")
    page.get_by_text("1 source, and why each was found").click()
    opened = page.locator("details[open]")  # it unfolds for a moment, and its buttons move meanwhile
    opened.evaluate(
        "async it => Promise.allSettled(it.getAnimations({subtree: true}).map(one => one.finished))"
    )
    page.get_by_role("button", name="Add to comparison").click()
    page.get_by_role("button", name="Added to comparison").wait_for()
    page.get_by_role("link", name="Explain").last.click()
    page.locator(".explanation", has_text="94%").wait_for()
    page.locator(".explanation .cite").last.click()
    assert "94%" in page.locator(".card:popover-open mark").inner_text()
    page.keyboard.press("Escape")
    page.get_by_text("each sentence about the paper is checked").wait_for()
    page.get_by_role("button", name="Added to comparison").wait_for()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Ask").click()
    page.locator(".answer", has_text="94%").wait_for()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the app did not start")


def test_a_cell_of_a_comparison_opens_its_sentence_also_on_a_telephone(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(
        page.url.split("?")[0].rsplit("/", 1)[0] + "/compare?papers=2509.08721,2410.20672&aspects=results"
    )
    page.get_by_role(
        "button", name="Compare", exact=True
    ).click()  # a model costs tokens: not before it is asked
    page.get_by_role("button", name="Download").wait_for()
    page.locator(".comparison td .cite").first.click()
    assert page.locator(".card:popover-open mark").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_comparison_by_the_usual_aspects_fits_a_laptop_with_its_heads_in_sight(page: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(page.url.split("?")[0].rsplit("/", 1)[0] + "/compare?papers=2509.08721,2410.20672,2306.04845")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Download").wait_for()
    fits = "['.comparison', '[data-testid=stMain]'].every(name => (box => box.scrollWidth <= box.clientWidth)"
    assert page.evaluate(f"{fits}(document.querySelector(name)))")
    page.locator(".comparison tbody").last.scroll_into_view_if_needed()
    head = page.locator(".comparison thead th").first.bounding_box()
    assert head and 0 <= head["y"] < 800


def test_a_strangers_text_in_a_label_becomes_no_link_icon_or_emoji(page: Any, app_url: str) -> None:
    """The ids in a page's address are anybody's."""
    texts = [
        "https://evil.example/x",
        "www.evil.example",
        "a@evil.example",
        ":material/home:",
        ":smile:",
        ":red[x]",
        "<b>x",
    ]
    page.goto(f"{app_url}/compare?papers={quote(','.join(texts))}")
    lines = page.get_by_test_id("stMarkdown").filter(has_text="is not in your library")
    lines.nth(len(texts) - 1).wait_for()
    for text, line in zip(texts, lines.all(), strict=True):
        assert line.inner_text().replace("\u2060", "") == f"{text} is not in your library."
        assert not line.locator("a, b, [role=img], [data-testid=stIconMaterial], span span").count(), text
