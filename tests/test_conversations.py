"""Conversations that are kept: they come back as they were, in another process, too, and are found, renamed, deleted."""

from pathlib import Path

import pytest

from assistant.asking.answer import ask
from assistant.asking.reply import Notice, Reply
from assistant.asking.writers import QuotingWriter
from assistant.conversations import LONGEST_NAME, Conversation, Conversations
from assistant.errors import InputError, LibraryError, ModelError
from assistant.export.saved_reply import from_saved, to_saved
from assistant.library.library import Library
from tests.birds import PAPERS, read


@pytest.fixture
def answered(library: Library) -> Reply:
    library.put(PAPERS)
    return ask(read("What does Kestrel do, since 2024?"), library, QuotingWriter()).finish()


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path)


def test_a_reply_comes_back_as_it_was(answered: Reply) -> None:
    again = from_saved(to_saved(answered))
    assert answered.claims and again.claims == answered.claims
    assert (again.question, again.sources, again.nearest) == (
        answered.question,
        answered.sources,
        answered.nearest,
    )
    assert (again.text, again.timings, again.finished) == (answered.text, answered.timings, True)
    assert again.as_turn() == answered.as_turn()


def test_what_went_wrong_comes_back_too(answered: Reply) -> None:
    answered.problem = ModelError("It broke.", "Mend it.")
    answered.notice = Notice("none", "Nothing.", "Ask again.")
    again = from_saved(to_saved(answered))
    assert (str(again.problem), again.notice) == ("It broke. Mend it.", answered.notice)


def test_a_reply_of_a_newer_version_is_left_alone(answered: Reply) -> None:
    with pytest.raises(LibraryError, match="newer version"):
        from_saved(to_saved(answered) | {"version": 99})


def test_a_conversation_is_named_after_its_first_question_and_grows(
    kept: Conversations, answered: Reply, tmp_path: Path
) -> None:
    conversation = Conversation(replies=[answered])
    kept.keep(conversation, 0)
    conversation.replies.append(answered)
    kept.keep(conversation, 1)
    elsewhere = Conversations(tmp_path)
    [entry] = elsewhere.all()
    assert (entry.id, entry.name) == (conversation.id, "What does Kestrel do, since 2024?")
    opened = elsewhere.open(conversation.id)
    assert opened and [reply.text for reply in opened.replies] == [answered.text] * 2


def test_the_last_changed_stands_first_and_words_find_names_and_questions(
    kept: Conversations, answered: Reply
) -> None:
    first, second = Conversation(replies=[answered]), Conversation(replies=[answered])
    kept.keep(first, 0)
    kept.keep(second, 0)
    assert [entry.id for entry in kept.all()] == [second.id, first.id]
    kept.rename(first.id, "  Falcons\nand  owls ")
    assert [entry.name for entry in kept.all("FALCONS kestrel")] == ["Falcons and owls"]
    kept.keep(first, 0)
    assert kept.all()[0].name == "Falcons and owls"
    assert kept.all("penguin") == []


def test_a_deleted_conversation_is_gone_with_its_replies(kept: Conversations, answered: Reply) -> None:
    conversation = Conversation(replies=[answered])
    kept.keep(conversation, 0)
    assert kept.remove(conversation.id) and not kept.remove(conversation.id)
    assert kept.open(conversation.id) is None and kept.all() == []
    assert kept._replies.items() == {}
    with pytest.raises(InputError, match="no longer there"):
        kept.rename(conversation.id, "a name")


def test_a_name_is_one_short_line_and_never_empty(kept: Conversations, answered: Reply) -> None:
    conversation = Conversation(replies=[answered])
    kept.keep(conversation, 0)
    kept.rename(conversation.id, "a" * 1_000)
    assert len(kept.all()[0].name) == LONGEST_NAME
    with pytest.raises(InputError, match="at least one letter"):
        kept.rename(conversation.id, " \n")
