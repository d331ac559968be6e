"""What a person should know beside an answer: what of the question was not read or not obeyed, and what was not found."""

from collections.abc import Iterator, Sequence

from assistant.asking.intent import Intent
from assistant.asking.question import Question
from assistant.asking.reply import Notice
from assistant.text.words import content, coverage

SPOKEN_OF = 0.6
"""Weighted share of the words of a thing that a paper must have to speak of it: "parallel" is not yet Parallel-R1."""
REMARK = "remark"
"""The kind of a notice that stands beside an answer."""


def with_remarks(
    notice: Notice | None, question: Question, cited: Sequence[str], denied: bool
) -> Notice | None:
    """The notice, if there is one, and all remarks in one.

    `cited` are the texts of the papers cited; `denied` is whether a sentence that is cited denies something.
    """
    found = [
        *([notice] if notice else []),
        *_on_reading(question),
        *_on_answer(question.intent, cited, denied),
    ]
    if not found:
        return None
    steps = dict.fromkeys(each.next_step for each in found if each.next_step)
    return Notice(found[0].kind, " ".join(each.message for each in found), " ".join(steps))


def _on_reading(question: Question) -> Iterator[Notice]:
    intent = question.intent
    for phrase in intent.not_understood:
        message = f"“{phrase}” is not understood as a time, and was left aside."
        yield Notice(REMARK, message, "Write 2025, since April 2025, or from 5 to 16 April 2025.")
    if intent.unread:
        message = f"Only the first {len(question.text):,} characters of the question were read."
        yield Notice(REMARK, message, "Ask with fewer words.")
    if intent.is_foreign:
        message = "The library is read in English, and the question seems to be in another language."
        yield Notice(REMARK, message, "Ask in English, or set a model that translates it.")


def _on_answer(intent: Intent, cited: Sequence[str], denied: bool) -> Iterator[Notice]:
    if not cited:
        return
    words = [content(text) for text in cited]
    missing = [
        each for each in intent.compared if all(coverage(content(each), one) < SPOKEN_OF for one in words)
    ]
    if missing:
        message = f"Nothing found in your library tells of {' or '.join(missing)}."
        yield Notice(REMARK, message, "Add papers on it, or compare what is there.")
    if intent.denies and not denied:
        yield Notice(
            REMARK, "No sentence found says so with a “not”; what is cited may say the opposite.", ""
        )
