"""Publishers' markup becomes plain text, and what is no markup stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.sources.markup import plain_abstract, plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("p &lt; 0.05 &amp; n &#62; 3", "p < 0.05 & n > 3"),
        ("p &amp;lt; 0.05", "p < 0.05"),
        ("H<sub>2</sub>O at 10<sup>-3</sup> m", "H2O at 10⁻³ m"),
        ("<i>E. coli</i> and <span class='x'>rain</span>", "E. coli and rain"),
        ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "\nOne.\n\nTwo.\n"),
        ("&lt;p&gt;Escaped.&lt;/p&gt;", "\nEscaped.\n"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> rises", "x rises"),
        ("one<br/>two", "one\ntwo"),
        ("<![CDATA[Rain]]><!-- not shown -->", "Rain"),
        ('see <a href="https://a.example">here</a>', "see here"),
    ],
)
def test_markup_is_taken_away(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "It writes <think> before </think> and <eos>.",
        "if a<b and c>d, the mean <p> rises",
        "<cat, to-right-of, person>",
        "R&D at AT&T; &A; stays",
        "a < b > c",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert plain_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Abstract: We model rain.",
        "ABSTRACT We model rain.",
        "Abstract\nWe model rain.",
        "AbstractWe model rain.",
        "Abstract We model rain.",
        "Abstract. We model rain.",
        "Summary — We model rain.",
        "<jats:title>Abstract</jats:title><jats:p>We model rain.</jats:p>",
        "<b>Abstract:</b> We model rain.",
    ],
)
def test_the_heading_of_an_abstract_is_taken_away(text: str) -> None:
    assert plain_abstract(text).strip() == "We model rain."


@pytest.mark.parametrize(
    "text",
    ["Abstract reasoning is hard.", "Abstract Meaning Representation helps.", "Summaries: we write them."],
)
def test_a_sentence_that_begins_with_the_word_keeps_it(text: str) -> None:
    assert plain_abstract(text) == text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text("abip<>/&;= \"'!-[]lt", max_size=80))
def test_no_letter_outside_a_tag_or_entity_vanishes(text: str) -> None:
    """Every word that stands where no tag, comment or entity can be is still there."""
    words = [word for word in text.split() if word.isalpha()]
    if not {"<", "&"} & set(text):
        assert plain_text(text) == text
    assert all(word in plain_text(text) for word in words) or "<!--" in text or '="' in text or "='" in text
