"""A download against a hub that misbehaves: continued, checked, bounded, and one clear sentence for what fails."""

import hashlib
import random
import stat
from collections import namedtuple
from pathlib import Path

import pytest

from assistant.errors import (
    DiskFull,
    DownloadDamaged,
    FetchError,
    SourceOverloaded,
    SourceRefused,
    SourceUnreachable,
    UnexpectedResponse,
)
from assistant.library.sources.http import Bounds
from assistant.local_models.download import HEADWAY, Patience
from assistant.local_models.hub import Hub
from assistant.local_models.part import Checksum, part_path
from tests.local_models.hub_server import Fault, HubServer

REPO, FILE = "Owner/Model-GGUF", "model.gguf"
CONTENT = random.Random(1).randbytes(400_000)
SUM = Checksum("sha256", hashlib.sha256(CONTENT).hexdigest())
QUICK = Patience(connect=1.0, read=2.0, tries=3, first_wait=0.01)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the file should come to be."""
    return tmp_path / "models" / FILE


@pytest.fixture
def hub(hub_server: HubServer) -> Hub:
    """The program's side of the hub, without long waits."""
    hub_server.has(REPO, FILE, CONTENT)
    return Hub(hub_server.url, bounds=Bounds(tries=2, first_wait=0.01), patience=QUICK)


def get(hub: Hub, target: Path) -> list[int]:
    """Download; gives the bytes that were here at each step."""
    steps: list[int] = []
    hub.download(REPO, FILE, target, lambda here, whole: steps.append(here))
    return steps


def leave_part(target: Path, content: bytes, checksum: Checksum = SUM) -> Path:
    """A part as an earlier try leaves it."""
    part = part_path(target, checksum)
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(content)
    return part


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def ranges(server: HubServer) -> list[str]:
    return [asked for path, asked in server.asked if path.startswith("/cdn/")]


def test_a_file_comes_whole_over_a_redirect_and_only_its_owner_may_read_it(hub: Hub, target: Path) -> None:
    steps = get(hub, target)
    assert target.read_bytes() == CONTENT
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert steps == sorted(steps) and steps[0] == 0 and steps[-1] == len(CONTENT)
    assert names(target.parent) == [FILE]


def test_a_file_kept_in_git_itself_is_checked_by_its_git_id(
    hub: Hub, hub_server: HubServer, target: Path
) -> None:
    hub_server.has(REPO, "onnx/config.json", b'{"id2label": {}}', small=True)
    hub.download(REPO, "onnx/config.json", target, lambda here, whole: None)
    assert target.read_bytes() == b'{"id2label": {}}'
    target.unlink()
    hub_server.promised[f"{REPO}/onnx/config.json"] = b'{"id2label": []}'
    with pytest.raises(DownloadDamaged):
        hub.download(REPO, "onnx/config.json", target, lambda here, whole: None)
    assert not target.exists()


def test_connections_that_break_again_and_again_are_continued_where_they_broke(
    hub: Hub, hub_server: HubServer, target: Path
) -> None:
    hub_server.faults = [Fault(cut=HEADWAY)] * 5
    get(hub, target)
    assert target.read_bytes() == CONTENT
    assert ranges(hub_server) == ["", *(f"bytes={HEADWAY * n}-" for n in range(1, 6))]


def test_a_later_try_asks_only_for_the_rest(hub: Hub, hub_server: HubServer, target: Path) -> None:
    leave_part(target, CONTENT[:300_000])
    assert get(hub, target)[0] == 300_000
    assert ranges(hub_server) == ["bytes=300000-"]
    assert target.read_bytes() == CONTENT and names(target.parent) == [FILE]


def test_a_part_that_is_whole_needs_no_connection(hub: Hub, hub_server: HubServer, target: Path) -> None:
    leave_part(target, CONTENT)
    get(hub, target)
    assert ranges(hub_server) == [] and target.read_bytes() == CONTENT


def test_a_part_of_another_version_of_the_file_is_not_continued(
    hub: Hub, hub_server: HubServer, target: Path
) -> None:
    leave_part(target, b"older" * 1_000, Checksum("sha256", "0" * 64))
    get(hub, target)
    assert ranges(hub_server) == [""] and target.read_bytes() == CONTENT


@pytest.mark.parametrize("kept", [CONTENT + b"more", CONTENT[:100_000]], ids=["too long", "no ranges"])
def test_what_cannot_be_continued_begins_anew(
    hub: Hub, hub_server: HubServer, target: Path, kept: bytes
) -> None:
    hub_server.knows_ranges = False
    leave_part(target, kept)
    get(hub, target)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_overloaded_server_is_tried_again(
    hub: Hub, hub_server: HubServer, target: Path, status: int
) -> None:
    hub_server.faults = [Fault(status), Fault(cut=10)]
    get(hub, target)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("fault", "error", "says"),
    [
        (Fault(503), SourceUnreachable, "server error (HTTP 503)"),
        (Fault(429), SourceOverloaded, "asks to wait"),
        (Fault(cut=0), SourceUnreachable, "failed"),
        (Fault(404), SourceRefused, "has no model"),
        (Fault(401), SourceRefused, "hub.key"),
        (Fault(416), SourceRefused, "HTTP 416"),
        (Fault(200, {"content-type": "text/html"}, b"<html>Sign in"), UnexpectedResponse, "sign-in page"),
        (Fault(200, {"content-length": "2"}), UnexpectedResponse, "something else"),
        (Fault(206, {"content-range": "bytes 0-1/2"}), UnexpectedResponse, "another part"),
        (Fault(302, {"location": "/cdn/Owner/Model-GGUF/model.gguf"}), UnexpectedResponse, "without end"),
    ],
    ids=["503", "429", "cut", "404", "401", "416", "page", "length", "range", "redirects"],
)  # fmt: skip
def test_what_does_not_pass_is_one_error_that_says_what_to_do_and_keeps_what_came(
    hub: Hub,
    hub_server: HubServer,
    target: Path,
    fault: Fault,
    error: type[FetchError],
    says: str,
) -> None:
    part = leave_part(target, CONTENT[:100_000])
    hub_server.faults = [fault] * 30
    with pytest.raises(error) as raised:
        get(hub, target)
    assert says in str(raised.value) and raised.value.hint
    assert not target.exists() and part.read_bytes() == CONTENT[:100_000]


def test_a_file_with_a_wrong_hash_is_deleted(hub: Hub, hub_server: HubServer, target: Path) -> None:
    hub_server.promised[f"{REPO}/{FILE}"] = CONTENT[:-1] + b"?"
    with pytest.raises(DownloadDamaged, match=r"damaged.*deleted"):
        get(hub, target)
    assert names(target.parent) == []


def test_more_than_was_promised_is_not_taken(hub: Hub, hub_server: HubServer, target: Path) -> None:
    hub_server.promised[f"{REPO}/{FILE}"] = CONTENT[:1_000]
    hub_server.faults = [Fault(headers={"content-length": ""})]
    with pytest.raises(DownloadDamaged, match="more than"):
        get(hub, target)
    assert names(target.parent) == []


def test_a_disk_without_room_is_said_before_anything_comes(
    hub: Hub, hub_server: HubServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage(10**9, 10**9, 100_000_000))
    with pytest.raises(DiskFull, match=r"needs 200 MB of disk space, and 100 MB are free.*Free 100 MB"):
        get(hub, target)
    assert ranges(hub_server) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_disk_that_fills_up_meanwhile_is_said(hub: Hub, target: Path) -> None:
    target.parent.mkdir()
    part_path(target, SUM).symlink_to("/dev/full")
    with pytest.raises(DiskFull, match=r"disk is full.*continues where it stopped"):
        get(hub, target)
    assert not target.exists()


def test_a_folder_that_cannot_be_written_is_said(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(FetchError, match=r"cannot be written.*PAPERS_HOME"):
        get(hub, tmp_path / "models" / FILE)


def test_whoever_stops_a_download_keeps_what_came(hub: Hub, target: Path) -> None:
    def stop(here: int, whole: int) -> None:
        if here > 50_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hub.download(REPO, FILE, target, stop)
    kept = part_path(target, SUM).read_bytes()
    assert len(kept) > 50_000 and CONTENT.startswith(kept)
    assert get(hub, target)[0] == len(kept)


def test_no_network_is_one_clear_line(target: Path) -> None:
    nowhere = Hub("http://127.0.0.1:9", bounds=Bounds(tries=2, first_wait=0.01))
    with pytest.raises(
        SourceUnreachable, match=r"^The connection to 127\.0\.0\.1:9 failed: .*Check the network"
    ):
        get(nowhere, target)


def test_the_key_goes_to_the_hub_and_not_where_it_redirects(hub_server: HubServer, target: Path) -> None:
    hub_server.has(REPO, FILE, CONTENT)
    get(Hub(hub_server.url, "hf_secret"), target)
    for path, key in hub_server.keys:
        assert key == ("" if path.startswith("/cdn/") else "Bearer hf_secret"), path


def test_a_file_that_is_not_there_is_answered_with_those_that_are(hub: Hub, target: Path) -> None:
    with pytest.raises(
        SourceRefused, match=r"no file other\.gguf in Owner/Model-GGUF\. It has model\.gguf\."
    ):
        hub.download(REPO, "other.gguf", target, lambda here, whole: None)


@pytest.mark.parametrize(
    ("status", "says"), [(404, "has no model Owner/Else"), (401, "hub.key"), (403, "terms")]
)
def test_a_repository_that_is_refused_says_why(
    hub: Hub, hub_server: HubServer, status: int, says: str
) -> None:
    hub_server.refuses["Owner/Else"] = status
    with pytest.raises(SourceRefused) as raised:
        hub.find("Owner/Else", FILE)
    assert says in str(raised.value)


def test_a_gated_file_says_that_its_terms_are_to_be_accepted(
    hub: Hub, hub_server: HubServer, target: Path
) -> None:
    hub_server.refuses[f"{REPO}/{FILE}"] = 403
    with pytest.raises(SourceRefused, match=rf"{hub_server.url}/{REPO} asks you to accept its terms"):
        get(hub, target)


def test_a_listing_in_another_form_is_no_crash(
    hub: Hub, hub_server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in (b"{}", b'[{"type": "file"}]', b"not JSON", b"[[[["):
        monkeypatch.setattr(hub_server, "tree", lambda repo, folder, answer=answer: answer)
        with pytest.raises(UnexpectedResponse, match="form that is not known"):
            hub.find(REPO, FILE)
