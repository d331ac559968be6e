"""Parts of sentences: never a changed word, never too long, an ellipsis where something is left out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.excerpts import excerpt
from assistant.text.third_person import in_third_person

LONG = (
    "Owls are used in more and more places of the world by many people with long names and longer stories, "
    "but their feathers cost 40 euros, which is far too much for what they do in a small garden at night."
)


def test_a_short_sentence_stays() -> None:
    assert excerpt("Owls see at night.", 25) == "Owls see at night."


def test_the_part_with_what_is_wanted_is_taken() -> None:
    assert (
        excerpt(LONG, 12, re.compile(r"\d+")) == "… but their feathers cost 40 euros, which is far too much …"
    )


def test_without_a_wish_it_is_the_beginning() -> None:
    part = excerpt(LONG, 12)
    assert part.endswith(" …") and LONG.startswith(part.removesuffix(" …"))


@given(
    st.lists(st.sampled_from("owl, hawk; and with (a) 3 kept: which sees".split()), max_size=60),
    st.integers(5, 25),
)
def test_a_part_is_never_too_long_and_stands_in_the_sentence(words: list[str], most: int) -> None:
    sentence = " ".join(words)
    part = excerpt(sentence, most)
    assert len(part.replace("…", "").split()) <= most
    assert part.strip(" …") in sentence


def test_a_part_does_not_end_where_a_reader_waits_for_more() -> None:
    sentence = "Most video models make clips of very low quality due to the limited memory and the many frames they are to see."
    assert not excerpt(sentence, 15).endswith("due …")


def test_the_authors_become_they_and_nobody_else_does() -> None:
    assert in_third_person("We show that our model helps.") == "They show that their model helps."
    assert in_third_person("In this work, we ask what we can do for ourselves.") == (
        "In this work, they ask what they can do for themselves."
    )
    assert in_third_person("Our results hold.") == "Their results hold."
    for sentence in ("Owls shape our world.", "The US is big.", "They say “we know”.", "Let $we = 3$."):
        assert in_third_person(sentence) == sentence


def test_of_an_endless_sentence_only_the_beginning_is_looked_at() -> None:
    endless = "a plain word, " * 1_000
    wanted = re.compile("owls")
    part = excerpt(endless + "and owls that see at night are what it is about.", 25, wanted)
    assert part == excerpt(endless, 25, wanted)
    assert len(part.split()) <= 26
