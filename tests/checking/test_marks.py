"""Citations come back whatever form a model writes them in, and nothing else is taken for one."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.marks import without_marks
from assistant.checking.written import read_sentences
from assistant.evidence.sources import sources_of
from tests.conftest import paper

AUTHORS = ("Amico", "Löwe", "van der Berg", "Chen", "Chen")
SOURCES = sources_of(
    [
        paper(n, authors=(f"Ada {name}", "Bo Berg"), published=date(2025, 1, 1))
        for n, name in enumerate(AUTHORS, 1)
    ]
)
FORMS = {
    "[{}]": 1, "[[{}]]": 1, "【{}】": 1, "【{}†L5-L9】": 1, "［{}］": 1, "\\[{}\\]": 1, "[^{}]": 1, "[#{}]": 1, "^[{}]": 1, "^{}": 1,
    "[Source {}]": 1, "[source_{}]": 1, "[ID:{}]": 1, "[citation:{}]": 1, "[doc{}]": 1, "(Source {})": 1, "({})": 1,
    "(see [{}])": 1, "<sup>{}</sup>": 1, "<sup>[{}]</sup>": 1, "[{}](https://example.org)": 1, "[[{}]](#{})": 1,
    "[{}, p. 4]": 1, "[{}: Method]": 1, "<source {}>": 1, "<cite>{}</cite>": 1, "\\cite{{{}}}": 1, "**[{}]**": 1, "*[{}]*": 1,
    "[2501.0000{}]": 1, "(arXiv:2501.0000{})": 1, "[arXiv 2501.0000{}v2]": 1, "(https://arxiv.org/abs/2501.0000{})": 1,
    "[{}, {}]": 2, "[{}; {}]": 2, "[{} and {}]": 2, "[{}][{}]": 2, "[{}], [{}]": 2, "[{}] and [{}]": 2, "({}, {})": 2,
    "[Source {}, Source {}]": 2, "[Sources {} & {}]": 2, "([{}], [{}])": 2, "^{},{}": 2, "【{}】【{}】": 2,
}  # fmt: skip
"""Every form with how many numbers it names."""
WORDS = (
    "Memory shrinks by 40 percent",
    "In 2024 costs fell",
    "It is (so far) fast",
    "Kestrel-7B loses $5 a day",
)
MARKS = st.tuples(st.sampled_from(sorted(FORMS)), st.permutations(range(1, 6))).map(
    lambda drawn: (
        drawn[0].format(*(drawn[1][: FORMS[drawn[0]]] if FORMS[drawn[0]] > 1 else [drawn[1][0]] * 2)),
        tuple(drawn[1][: FORMS[drawn[0]]]),
    )
)
SENTENCES = st.lists(st.tuples(st.sampled_from(WORDS), MARKS), min_size=1, max_size=5)


@given(SENTENCES, st.sampled_from(["{} {}.", "{}. {}", "{}{}."]))
def test_any_marks_around_any_sentences_come_back(
    drawn: list[tuple[str, tuple[str, tuple[int, ...]]]], where: str
) -> None:
    if where == "{}{}." and any(mark.startswith(("(", "<source", "\\cite")) for _, (mark, _) in drawn):
        where = "{} {}."
    text = " ".join(where.format(words, mark) for words, (mark, _) in drawn)
    read = [(each.text, each.numbers) for each in read_sentences(text, SOURCES)]
    assert read == [(f"{words}.", numbers) for words, (_, numbers) in drawn]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 5)), min_size=1, max_size=5))
def test_marks_before_their_sentences_go_to_them(drawn: list[tuple[str, int]]) -> None:
    text = " ".join(f"[{number}] {words}." for words, number in drawn)
    read = [(each.text, each.numbers) for each in read_sentences(text, SOURCES)]
    assert read == [(f"{words}.", (number,)) for words, number in drawn]


@pytest.mark.parametrize(
    ("text", "clean", "numbers"),
    [
        ("Ten [1-3].", "Ten.", (1, 2, 3)),
        ("Ten [1–3, 5].", "Ten.", (1, 2, 3, 5)),
        ("Raised text¹.", "Raised text.", (1,)),
        ("Raised text¹,².", "Raised text.", (1, 2)),
        ("Raised text¹².", "Raised text.", (1, 2)),
        ("Invented [9].", "Invented.", (9,)),
        ("It works (Amico et al., 2025).", "It works.", (1,)),
        ("It works (see Amico et al. 2025; Lowe, 2025).", "It works.", (1, 2)),
        ("It works (van der Berg & Berg, 2024).", "It works.", (3,)),
        ("Löwe et al. (2025) show it.", "Löwe et al. show it.", (2,)),
        ("It works [@amico2025kestrel].", "It works.", (1,)),
    ],
)
def test_more_forms_are_read(text: str, clean: str, numbers: tuple[int, ...]) -> None:
    read, marks = without_marks(text, SOURCES)
    assert (read, tuple(n for mark in marks for n in mark.numbers)) == (clean, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 [2024] it grew.", "It has (1) speed, and (2) size.", "Values in [0, 1].", "In the interval [1, 5] it grows.",
        "About 10² m² and x² of it.", "It is x^2 and 10^3.", "See Eq. (1).", "See Figure (2).", "It is f(1).", "A [3-bit] cache.",
        "A (3-bit) cache.", "It is [0.5, 1] or [-1, 1].", "See [Table 3].", "It works (Smith et al., 2019).",
        "It works (Chen et al., 2025).", "Levels [1–100].", "Between (0, 1).", "It has 3 (1) parts.", "An array x(2).",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_citation_is_left(text: str) -> None:
    assert without_marks(text, SOURCES) == (text, [])


@given(st.text(alphabet="ab .[]()123,;^¹<sup>【】{}\n-–*#&\\$_|`:/v", max_size=150))
def test_any_text_is_read_without_failing(text: str) -> None:
    for each in read_sentences(text, SOURCES):
        assert each.text.strip() == each.text and set(each.numbers) <= set(range(1_000))


@pytest.mark.parametrize(
    "piece",
    ["[", "(", "^1", "¹", "[1", "[1] ", "<sup>", "<cite ", "(1", "[1, ", "(a 2025", "[a; 2025", "[1] and ", "\\cite{", "【1-"],
)  # fmt: skip
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        without_marks(piece * (length // len(piece)), SOURCES)
        return time.process_time() - start

    assert seconds(24_000) < 6 * seconds(8_000) + 0.2
