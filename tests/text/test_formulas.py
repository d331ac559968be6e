"""Formulas are read as the signs they show, and money stays money."""

import time

import pytest

from assistant.text.formulas import as_read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"by $94\%$ [3]", "by 94% [3]"),
        (r"by 87.5\,\% at", "by 87.5 % at"),
        (r"\textbf{94} of 100", "94 of 100"),
        ("1{,}000 hours", "1,000 hours"),
        ("$1{,}000$ hours", "1,000 hours"),
        (r"$\sim$2.4$\times$ faster", "∼2.4× faster"),
        (r"the loss $L=\sum_i x_i$ falls", "the loss L=∑_i x_i falls"),
        (r"\(x_{t+1}\) and \[y^{2}\]", "x_(t+1) and y^2"),
        (r"at $x_{t+1}$", "at x_(t+1)"),
        ("the $k$-nearest", "the k-nearest"),
        ("$p < 0.05$", "p < 0.05"),
        (r"\% and \& and \_", "% and & and _"),
        ("costs $5 to $10", "costs $5 to $10"),
        ("costs $5M and saves 10$ a day", "costs $5M and saves 10$ a day"),
        ("between $5-$10", "between $5-$10"),
        ("$100/$200", "$100/$200"),
        ("a {set} of C:\\temp", "a {set} of C:\\temp"),
        ("95% of a & b # c", "95% of a & b # c"),
    ],
)
def test_what_is_written_is_read(written: str, read: str) -> None:
    assert as_read(written) == read
    assert as_read(read) == read


@pytest.mark.parametrize("piece", ["$", "$a ", "\\(", "\\[", "\\a{", "\\a", "{", "_{", "$x_{", "\\frac{"])
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    start = time.perf_counter()
    as_read(piece * 20_000)
    assert time.perf_counter() - start < 3
