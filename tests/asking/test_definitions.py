"""Asked what something is, the answer begins with the sentence that says so, wherever it stands."""

from assistant.library.library import Library
from assistant.text.sentences import sentences_of
from tests.birds import quoted
from tests.conftest import paper


def test_the_one_paper_that_says_what_something_is_is_found_among_many(library: Library) -> None:
    uses = [
        paper(n, title=f"OTN {n}", abstract=f"OTN finds {n} owls. With OTN we count {n} nests.")
        for n in range(20)
    ]
    says = paper(
        99, title="Hearing", abstract="Mice squeak. An owl tracking network (OTN) is a set of ears for owls."
    )
    library.put([*uses, says])
    reply = quoted("What is OTN?", library).finish()
    assert reply.claims[0].evidence[0].sentence == sentences_of(says)[1]
