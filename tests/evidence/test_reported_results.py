"""Reported numbers: read where one sentence says metric, dataset and value plainly, passed over in every doubtful case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence.reported_results import comparable, figures
from assistant.library.papers import Sentence
from assistant.text.sentences import LONGEST


def read(text: str, paper: str = "1") -> list[tuple[str, str, str]]:
    return [(f.metric, f.dataset, f.display_text) for f in figures(Sentence(paper, 1, text, 0, len(text)))]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("It achieves 92.1% accuracy on ImageNet.", ("accuracy", "ImageNet", "92.1%")),
        (
            "We reach an accuracy of 92.1\\% on ImageNet-1k without tricks.",
            ("accuracy", "ImageNet-1k", "92.1%"),
        ),
        ("An FID of 1.45 on ImageNet 256x256 is best.", ("FID", "ImageNet 256x256", "1.45")),
        ("It attains 53.8% pass@1 on ARC-AGI 1.", ("pass@1", "ARC-AGI 1", "53.8%")),
        ("On the OwlNet benchmark, our Strix-3B attains an FID of 1.94 in all.", ("FID", "OwlNet", "1.94")),
        ("On OwlNet, it achieves 92.1% accuracy.", ("accuracy", "OwlNet", "92.1%")),
        ("It has success rates of 28.0% on OwlNet.", ("success rates", "OwlNet", "28.0%")),
    ],
)
def test_a_plain_report_is_read(text: str, figure: tuple[str, str, str]) -> None:
    assert read(text) == [figure]


def test_a_metric_holds_for_the_datasets_that_follow() -> None:
    told = "It has a 25.01% success rate on OwlBench, 31.4% on HawkBench, and 40.2% on JayBench."
    assert read(told) == [
        ("success rate", "OwlBench", "25.01%"),
        ("success rate", "HawkBench", "31.4%"),
        ("success rate", "JayBench", "40.2%"),
    ]
    assert len(read("It has a 25.01% success rate on OwlBench and 31.4 on HawkBench.")) == 1


@pytest.mark.parametrize(
    "one, other",
    [
        ("An FID of 1.45 on ImageNet 256x256.", "It has an FID of 2.04 on ImageNet-256."),
        ("It has 40% accuracy on AIME 2024.", "It has an accuracy of 50% on AIME24."),
        ("It has success rates of 28.0% on OwlNet.", "It has a task success rate of 30% on OWLNet."),
    ],
)
def test_a_thing_written_in_two_ways_is_one(one: str, other: str) -> None:
    found = [
        f for n, text in enumerate((one, other)) for f in figures(Sentence(str(n), 1, text, 0, len(text)))
    ]
    assert len(comparable(found)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Even the best model, Owl-4, reaches only 36 points and 28% accuracy on OwlNet.",
        "It improves accuracy by 3.2% accuracy on ImageNet.",
        "It reaches 92.1% and 90.3% accuracy on OwlNet and HawkNet, respectively.",
        "It has 79.2% and 90.7% success rate on OwlNet.",
        "It reaches 92.1% accuracy on OwlNet and HawkNet.",
        "Even the best models reach 34% accuracy on OwlNet.",
        "We outperform GPT-4 with its 85.3% accuracy on OwlNet.",
        "It gets over 70% accuracy on OwlNet.",
        "It is 22% higher accuracy on OwlNet.",
        "It wins by 12.3 mAP on OwlNet and 3.3 mIoU on HawkNet.",
        "It obtains 94.0 points.",
    ],
)
def test_what_could_be_paired_wrongly_is_passed_over(text: str) -> None:
    assert read(text) == []


@given(
    st.from_regex(
        r"[A-Z][a-z]+ (gets|by|to) \d{1,3}(\.\d{1,2})?%? (accuracy|FID|mAP) (on|of) [A-Z][a-zA-Z]{2,8}[ .,].*"
    )
)
def test_no_part_of_a_figure_is_made_up(text: str) -> None:
    for metric, dataset, value in read(text):
        assert metric in text and dataset in text and value.rstrip("%") in text


def test_only_figures_of_different_papers_on_the_same_thing_stand_side_by_side() -> None:
    told = [
        ("1", "It has 92.1% accuracy on OwlNet."),
        ("2", "It has 90.3% accuracy on OwlNet."),
        ("3", "It has 90.3% accuracy on HawkNet."),
        ("4", "It has 90.3 accuracy on OwlNet."),
    ]
    found = [f for paper, text in told for f in figures(Sentence(paper, 1, text, 0, len(text)))]
    assert [[f.sentence.paper for f in group] for group in comparable(found)] == [["1", "2"]]
    attacks = figures(Sentence("5", 1, "It has 90.3% attack success rate on OwlNet.", 0, 9))
    wins = figures(Sentence("6", 1, "It has 90.3% success rate on OwlNet.", 0, 9))
    assert comparable([*attacks, *wins]) == []
    twice = [*found, *figures(Sentence("1", 2, "It has 80.0% accuracy on OwlNet.", 0, 9))]
    assert comparable(twice) == []


def test_of_an_endless_sentence_nothing_is_read() -> None:
    report, filler = "It achieves 92.1% accuracy on ImageNet.", "best average overall mean " * 40
    assert read(report + " " + filler[: LONGEST - len(report) - 1])
    assert not read(report + " " + filler)
