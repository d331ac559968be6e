"""The table of a comparison on a page: no column without a word in it, and no more columns than fit."""

import re

from assistant.comparing.cells import QuotingCells
from assistant.comparing.compare import compare, finished
from assistant.comparing.comparison import Comparison
from assistant.evidence.aspects import STANDARD, aspects_named
from assistant.export.comparison_table import MOST_COLUMNS, as_html
from assistant.reader.embeddings import Embedder
from tests.birds import PAPERS
from tests.conftest import paper

OWL = "Owls are hard to count. We propose Strix, the first count of owls. Results show that Strix finds 94% of owls."


def growing(count: int, embedder: Embedder, names: tuple[str, ...]) -> list[Comparison]:
    papers = [paper(n, title=f"Strix{n}: Counting owls", abstract=OWL) for n in range(1, count + 1)]
    return list(compare(papers, aspects_named(list(names)), QuotingCells(embedder)))


def heads(html: str) -> list[str]:
    return re.findall('<th scope="col">(.*?)</th>', html)


def bands(html: str) -> list[str]:
    return [
        re.sub("<.*?>", "", band)
        for band in re.findall('<th scope="rowgroup".*?><div>(.*?)</div></th>', html)
    ]


def test_an_aspect_that_no_abstract_states_takes_no_column(embedder: Embedder) -> None:
    first, *_, last = growing(2, embedder, ("problem", "code", "results"))
    assert heads(as_html(first)) == ["problem", "code", "results"], "while it grows nobody knows"
    assert heads(as_html(last)) == ["problem", "results"]
    assert "Not stated in any of these abstracts: code." in as_html(last)


def test_a_papers_title_stands_over_the_row_of_its_cells(embedder: Embedder) -> None:
    html = as_html(growing(3, embedder, ("problem", "results"))[-1])
    assert [band.split(" ", 1)[0] for band in bands(html)] == ["1", "2", "3"]
    assert html.count("<td ") == 6 and 'colspan="2"' in html


def test_many_aspects_of_few_papers_become_rows(embedder: Embedder) -> None:
    own = tuple(f"owls counted by {n}" for n in "abcde")
    html = as_html(growing(2, embedder, ("problem", "results", *own))[-1])
    assert heads(html) == ["1 · Strix1", "2 · Strix2"]
    assert bands(html)[:2] == ["problem", "results"] and "wide" not in html


def test_only_a_table_of_more_columns_than_fit_is_wide(embedder: Embedder) -> None:
    own = tuple(f"owls counted by {n}" for n in "abcde")
    html = as_html(growing(7, embedder, ("problem", "results", *own))[-1])
    assert len(heads(html)) > MOST_COLUMNS and 'class="wide"' in html


def test_every_cell_of_the_table_is_on_the_page(embedder: Embedder) -> None:
    one = finished(compare(PAPERS, tuple(STANDARD.values()), QuotingCells(embedder)))
    html = as_html(one)
    for row in one.rows:
        for cell in row.cells:
            assert not cell.claim or cell.claim.text.split()[-1].strip(".,”") in html
