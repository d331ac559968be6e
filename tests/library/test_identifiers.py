"""arXiv numbers and DOIs, however people, sites and programs write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.identifiers import arxiv_number, arxiv_numbers_in, doi, without_arxiv_numbers

NUMBERS = st.builds(
    "{:02}{:02}.{}".format, st.integers(7, 99), st.integers(1, 12), st.from_regex(r"\A[0-9]{4,5}\Z")
) | st.builds("{}/{}".format, st.sampled_from(["math", "hep-th", "quant-ph"]), st.from_regex(r"\A[0-9]{7}\Z"))
FORMS = [
    "https://arxiv.org/abs/{}",
    "http://www.arxiv.org/pdf/{}.pdf",
    "https://export.arxiv.org/pdf/{}?download=1#page=2",
    "https://www.alphaxiv.org/overview/{}",
    "https://ar5iv.org/abs/{}",
    "https://ar5iv.labs.arxiv.org/html/{}",
    "https://huggingface.co/papers/{}",
    "https://hf.co/papers/{}",
    "https://www.semanticscholar.org/arxiv/{}",
    "https://api.semanticscholar.org/arXiv:{}",
    "https://scirate.com/arxiv/{}",
    "https://doi.org/10.48550/arXiv.{}",
    "10.48550/ARXIV.{}",
    "oai:arXiv.org:{}",
    "arXiv preprint arXiv:{}",
    "arXiv:{} [cs.CL]",
    "arXiv {}",
    "CoRR abs/{}",
]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(number=NUMBERS, version=st.none() | st.integers(1, 99))
def test_a_number_is_read_wherever_arxiv_is_named(form: str, number: str, version: int | None) -> None:
    text = form.format(number if version is None else f"{number}v{version}")
    assert arxiv_number(text) == arxiv_number(text, bare=True) == (number, version)


@pytest.mark.parametrize(
    ("text", "alone", "number"),
    [
        ("2503.11731", False, None),
        ("2503.11731", True, ("2503.11731", None)),
        (" arXiv:2503.11731v3 ", True, ("2503.11731", 3)),
        ("math.GT/0309136", True, ("math/0309136", None)),
        ("https://example.org/papers/2503.11731", False, None),
        ("https://example.org/papers/2503.11731", True, ("2503.11731", None)),
        ("https://doi.org/10.1234/2503.11731", True, None),
        ("https://arxiv.org/abs/2503.117311", True, None),
        ("https://arxiv.org/list/cs.CL/new", True, None),
        ("W2503.11731", True, None),
        ("2599.11731", True, None),
        ("abs/9901001", True, None),
        (25.03, True, None),
        (None, True, None),
    ],
)
def test_a_number_alone_is_read_only_where_it_may_stand_alone(
    text: object, alone: bool, number: object
) -> None:
    assert arxiv_number(text, alone) == number


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2509.08721", ("2509.08721",)),
        ("What does https://arxiv.org/abs/2509.08721v2 say?", ("2509.08721",)),
        ("https://huggingface.co/papers/2509.08721", ("2509.08721",)),
        ("https://arxiv.org/pdf/2509.08721.pdf", ("2509.08721",)),
        ("arXiv:2509.08721 or math.GT/0309136?", ("2509.08721", "math/0309136")),
        ("2509.08721, 2509.08721.", ("2509.08721",)),
        ("It costs 1234.5 or 12345.67890 euros/2509.08721", ()),
    ],
)
def test_the_numbers_in_a_sentence_are_found_and_taken_out(text: str, ids: tuple[str, ...]) -> None:
    assert arxiv_numbers_in(text) == ids
    assert arxiv_numbers_in(without_arxiv_numbers(text)) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10.1000/Xyz.1", "10.1000/xyz.1"),
        ("https://doi.org/10.1000/xyz", "10.1000/xyz"),
        ("doi: 10.1000/xyz.", "10.1000/xyz"),
        ("10.1000/", None),
        ("see page 10.5", None),
        (None, None),
        (7, None),
    ],
)
def test_a_doi_is_read_with_and_without_what_stands_before_it(text: object, meant: str | None) -> None:
    assert doi(text) == meant
