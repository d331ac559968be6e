"""A paper's acronyms: explained by itself, by papers near it that agree, or not at all."""

from assistant.explaining.glossary import glossary_of
from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.library import Library
from assistant.library.papers import Paper
from tests.conftest import paper

ABOUT = "Owls hear mice under snow at night and hunt them by sound alone."


def owl(number: int, abstract: str, **fields: object) -> Paper:
    return paper(number, title=f"Hunting owls {number}", abstract=f"{ABOUT} {abstract}", **fields)


def meanings(one: Paper, library: Library) -> dict[str, tuple[str, str]]:
    return {e.name: (e.meaning, e.paper.id) for e in glossary_of(one, library)}


def test_what_the_abstract_explains_is_taken_from_it_with_its_sentence(library: Library) -> None:
    one = owl(1, "We use interaural time difference (ITD). The ITD is small.")
    library.put([one])
    (term,) = glossary_of(one, library)
    assert (term.name, term.meaning, term.paper) == ("ITD", "interaural time difference", one)
    assert term.evidence[0].sentence.text == "We use interaural time difference (ITD)."
    assert to_json(term, shapes.Term)["evidence"] == [
        {"paper": one.id, "sentence": 2, "text": "We use interaural time difference (ITD)."}
    ]


def test_a_sentence_with_markup_explains_nothing(library: Library) -> None:
    one = owl(1, "We use <script>x</script> interaural time difference (ITD).")
    library.put([one])
    assert glossary_of(one, library) == ()


def test_other_papers_explain_where_the_near_ones_agree(library: Library) -> None:
    one = owl(1, "The interaural difference in time, ITD, is small.")
    others = [owl(n, "The interaural time difference (ITD) matters.") for n in (2, 3)]
    far = paper(
        9, title="Loans", abstract="Banks offer an interest test deposit (ITD) to clients of many kinds."
    )
    library.put([one, *others, far])
    meaning, cited = meanings(one, library)["ITD"]
    assert meaning == "interaural time difference" and cited in {other.id for other in others}


def test_one_paper_alone_or_papers_that_disagree_explain_nothing(library: Library) -> None:
    one = owl(1, "The ITD of the ears is small, a time difference.")
    library.put([one, owl(2, "The interaural time difference (ITD) matters.")])
    assert meanings(one, library) == {}
    library.put(
        [owl(3, "The internal tawny diet (ITD) matters."), owl(4, "An idle time detector (ITD) is used.")]
    )
    assert meanings(one, library) == {}


def test_a_common_acronym_is_explained_though_its_words_are_not_here(library: Library) -> None:
    one = owl(1, "We train with RL.")
    library.put([one, *(owl(n, "We train with reinforcement learning (RL).") for n in range(2, 7))])
    assert meanings(one, library)["RL"][0] == "reinforcement learning"


def test_the_papers_own_name_is_not_looked_up(library: Library) -> None:
    one = owl(1, "KEST hears a time difference.")
    one = paper(1, title="KEST: a hearing owl", abstract=one.abstract)
    library.put([one, *(owl(n, "The Kansas education standard test (KEST).") for n in range(2, 8))])
    assert "KEST" not in meanings(one, library)
