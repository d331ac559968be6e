"""`papers digest` and `papers follow`: what they print where, their JSON, and what they refuse."""

import json
import re
from dataclasses import replace
from datetime import date
from email import message_from_string
from email.policy import default
from xml.etree import ElementTree

import pytest

from assistant.library.library import Library
from tests.conftest import Run
from tests.days import day_papers

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def day_at_home(library: Library) -> None:
    library.put(day_papers())
    library.store.close()


@pytest.mark.usefixtures("day_at_home")
def test_a_day_is_printed_as_markdown_in_the_papers_order(run: Run) -> None:
    code, out, err = run("digest", "2025-11-12")
    assert (code, err) == (0, "")
    assert out.startswith("# Papers of Wednesday, 12 November 2025\n\n9 papers featured on Daily Papers.")
    places = [out.index(f"## {n}. {p.title}") for n, p in enumerate(day_papers(), 1)]
    assert places == sorted(places)


@pytest.mark.usefixtures("day_at_home")
def test_without_a_date_it_is_the_newest_day_that_has_papers_and_says_so(run: Run) -> None:
    code, out, err = run("digest", "--json", "--top", 2)
    told = json.loads(out)
    assert (code, told["day"], len(told["papers"])) == (0, "2025-11-12", 2)
    assert "this is 2025-11-12, the newest day" in err


@pytest.mark.usefixtures("day_at_home")
def test_week_and_month_hold_the_day(run: Run) -> None:
    for flag, name in (("--week", "2025-W46"), ("--month", "2025-11")):
        told = json.loads(run("digest", "2025-11-14", flag, "--format", "json")[1])
        assert (told["day"], len(told["papers"])) == (name, 9)


@pytest.mark.usefixtures("day_at_home")
def test_a_topic_narrows_it(run: Run) -> None:
    told = json.loads(run("digest", "2025-11-12", "--topic", "bread yeast", "--format", "json")[1])
    assert {one["title"] for one in told["papers"]} == {p.title for p in day_papers()[3:6]}


@pytest.mark.usefixtures("day_at_home")
def test_what_is_followed_chooses_and_what_is_muted_is_counted(run: Run) -> None:
    assert run("digest", "2025-11-12", "--follow")[0] == 2
    assert run("follow", "add", "bread yeast", "violin wood")[0] == 0
    assert run("follow", "mute", "luthiers")[0] == 0
    assert json.loads(run("follow", "list", "--json")[1]) == {
        "version": 1,
        "topics": ["bread yeast", "violin wood"],
        "muted": ["luthiers"],
    }
    out = run("digest", "2025-11-12", "--follow")[1]
    assert "Bread Yeast and Sugar" in out and "Violin" not in out and "3 muted" in out
    assert run("follow", "remove", "Bread Yeast")[0] == 0
    assert run("follow", "remove", "bread yeast")[0] == 2


@pytest.mark.usefixtures("day_at_home")
def test_an_empty_day_says_why_and_is_no_failure(run: Run) -> None:
    code, out, err = run("digest", "2025-11-15", "--format", "json")
    assert code == 0 and "weekend" in err
    assert "weekend" in json.loads(out)["missing"][0]["reason"]


@pytest.mark.usefixtures("day_at_home")
def test_a_dry_run_says_what_it_takes_and_writes_nothing(run: Run) -> None:
    code, out, _ = run("digest", "2025-11-12", "--dry-run")
    assert code == 0 and out == "9 papers; 0 TL;DRs to be written by a model, at most 0 tokens.\n"
    assert run("cache", "clear")[1] == "Forgot 0 TL;DRs.\n"


@pytest.mark.usefixtures("day_at_home")
def test_a_dry_run_with_a_model_and_a_price_says_what_it_costs(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERS_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    monkeypatch.setenv("PAPERS_PRICE", "1000")
    out = run("digest", "2025-11-12", "--dry-run")[1]
    found = re.fullmatch(r"9 papers; 9 TL;DRs .* at most ([\d,]+) tokens, at most \$([\d.]+)\.\n", out)
    assert found
    tokens, dollars = int(found[1].replace(",", "")), float(found[2])
    assert tokens > 9 * 300 and dollars == pytest.approx(tokens / 1000, abs=0.01)


@pytest.mark.usefixtures("day_at_home")
def test_a_digests_papers_are_taken_away_as_references(run: Run) -> None:
    out = run("digest", "2025-11-12", "--format", "bibtex")[1]
    assert out.count("@") == 9 and "archivePrefix" in out


@pytest.mark.usefixtures("day_at_home")
def test_tldrs_are_kept_and_the_cache_can_be_cleared(run: Run) -> None:
    run("digest", "2025-11-12")
    assert run("cache", "clear")[1] == "Forgot 9 TL;DRs.\n"
    assert run("cache", "clear")[1] == "Forgot 0 TL;DRs.\n"


@pytest.mark.parametrize(
    "arguments", [["someday"], ["--week", "--month"], ["--format", "pdf"], ["--topic", " "], ["--top", "0"]]
)
@pytest.mark.usefixtures("day_at_home")
def test_what_cannot_be_done_is_exit_code_two(run: Run, arguments: list[str]) -> None:
    assert run("digest", *arguments)[0] == 2


@pytest.mark.usefixtures("day_at_home")
def test_a_week_as_a_feed_has_an_entry_for_each_day_that_has_papers(run: Run, library: Library) -> None:
    later = replace(day_papers()[0], id="2511.99999", title="Later Ice", featured=date(2025, 11, 14))
    library.put([later])
    library.store.close()
    code, out, err = run("digest", "2025-11-14", "--week", "--format", "atom")
    titles = [entry.findtext(f"{ATOM}title") for entry in ElementTree.fromstring(out).iter(f"{ATOM}entry")]
    assert code == 0
    assert titles == ["Papers of Friday, 14 November 2025", "Papers of Wednesday, 12 November 2025"]
    assert "2025-11-12: 9 papers\n2025-11-14: 1 paper\n" in err


@pytest.mark.usefixtures("day_at_home")
def test_a_day_as_a_feed_a_mail_and_a_page_tells_the_same_papers(run: Run) -> None:
    feed = run("digest", "2025-11-12", "--format", "atom")[1]
    mail = message_from_string(run("digest", "2025-11-12", "--format", "email")[1], policy=default)
    page = run("digest", "2025-11-12", "--format", "html")[1]
    assert len(list(ElementTree.fromstring(feed).iter(f"{ATOM}entry"))) == 1
    assert (mail["Subject"], mail["To"]) == ("Papers of Wednesday, 12 November 2025", "papers@localhost")
    text = mail.get_body(("plain",)).get_content()
    assert all(p.title in feed and p.title in text and p.title in page for p in day_papers())


@pytest.mark.usefixtures("day_at_home")
def test_its_papers_as_references(run: Run) -> None:
    out = run("digest", "2025-11-12", "--format", "bibtex")[1]
    assert out.count("@misc{") == len(day_papers())
