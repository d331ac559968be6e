"""LaTeX of bibliographies becomes what it shows, and nothing vanishes in it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.sources.latex import decoded


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"p {\textless} 0.05, n {\textgreater} 30", "p < 0.05, n > 30"),
        (r"\texttt{Frost}, \textsf{Rain}, \mbox{in all}", "Frost, Rain, in all"),
        (r"{\textbeta}-carotene \textalpha", "β-carotene α"),
        (r"5{\texteuro} {\textbar} a\textunderscore b", "5€ | a_b"),
        (r"M{\"u}ller, Nu{\~n}ez, {\'E}mile, {\o}, \v{s}, \'{\i}", "Müller, Nuñez, Émile, ø, š, í"),
        (r"50% of {Cups} \& 3\% more", "50% of Cups & 3% more"),
        (r"\emph{one \textbf{two}} {\bf three}", "one two three"),
        (r"\ours wins", r"\ours wins"),
        (r"\unknown{held} and \two{a}{b}", "held and a b"),
        (r"\href{https://a.example}{here} \url{https://a.example/x_y}", "here https://a.example/x_y"),
        (r"\cite{ada2020} \footnote{a note} \today", r"[ada2020] a note \today"),
        (r"10\textsuperscript{3} H\textsubscript{2}O", "10³ H2O"),
        ("$x < 1$ and \\$5 to $10", "$x < 1$ and $5 to $10"),
        ("a~b --- ``c''", "a b — “c”"),
        (r"\begin{itemize}\item one\end{itemize}", "* one"),
        ("un{balanced and co}st}", "unbalanced and cost"),
        ("plain text", "plain text"),
    ],
)
def test_latex_is_shown(latex: str, text: str) -> None:
    assert " ".join(decoded(latex).split()) == text


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            [
                "Rain",
                r"\texttt{Rain}",
                "{Rain}",
                r"\foo{Rain}",
                r"{\bf Rain}",
                "$Rain$",
                r"\emph{a {Rain}}",
                "Rain%",
            ]
        ),
        max_size=8,
    )
)
def test_every_word_is_still_there(pieces: list[str]) -> None:
    assert decoded(" ".join(pieces)).count("Rain") == len(pieces)


def test_a_long_abstract_with_the_same_macros_takes_no_time() -> None:
    text = r"We saw {\textless} 5 \emph{cups} of caf{\'e} and $x_1$ rise. " * 200
    decoded(text)
    begun = time.process_time()
    for _ in range(10):
        decoded(text)
    assert time.process_time() - begun < 1
