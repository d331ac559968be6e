"""Read what a model is still writing: each finished sentence becomes a checked claim of the reply.

The whole draft is read anew as it grows, so that what the last words change is changed; no sentence is checked twice.
Also where a model only thinks, declines, repeats itself or is cut off, so that such words are never shown as an answer.
"""

import re
from collections import Counter

from assistant.asking.reply import Notice, Reply, lead_of
from assistant.asking.writers import NOTHING, WritingRequest
from assistant.checking.citations import Claim, claim_from
from assistant.checking.written import Written, read_sentences
from assistant.llm.thoughts import separated

NEXT_STEP = "Look at the nearest papers, or ask more narrowly."
NOT_ANSWERED = Notice(
    "not answered",
    "The model read the abstracts found and says they do not answer this.",
    NEXT_STEP,
)
REPEATED = "Stopped: the model began to repeat itself."
TOO_LONG = "Stopped: the answer ran on without an end."
ENDINGS = {
    "length": "Cut short: the model reached its limit of tokens.",
    "content_filter": "Cut short: the server's content filter stopped the model.",
}
DROPPED = "Cut short: the connection closed before the answer had ended."
LONGEST = 12_000
"""Characters of a draft that are read: four times the longest answer that is asked for."""
STEP = 150
"""A draft is read anew when it has grown by one part in so many: each word of a short one, each line of a long one."""
SHORTEST_REPEATED = 4
"""Words of a sentence whose third coming is a repetition; shorter ones recur in lists."""
LOOP = 80
"""Characters that, where they end a text and stand in it three times before, are a loop without a full stop."""
QUOTED_WORDS = 400
"""Characters of a model's own words in a notice."""

_AROUND = " .!\"“”'*`"
_UNFINISHED = re.compile(
    r"(?:(?:(?<=[\]】)])\s{0,2}(?:[,;/&]|and?|a)?\s{0,2})?\s?\\?(?:[\[【(（［]|<(?=[a-zA-Z/]))[^\])】>）］\n]{0,80}"
    r"|\^\{?\d{0,3}"
    r"|(?<=[\]】)])\s{0,2}(?:[,;/&]|and?|a)\s{0,2}|\(\d{1,3}\)\s?"
    r"|(?:^|\n)\s{0,9}(?:[-*•–#]{1,6}|\d{1,2}[.)]?)\s{0,9}"
    r"|(?<![\w*_`])(?:[*_]{1,3}|`)(?=\S)[^*_`\n]{0,80}[*_`]{0,3}|[*_`]{1,3}|\$(?:(?=\S)[^$\n]{0,60}\$?)?|\\[a-zA-Z]{0,20}(?:\{[^{}\n]{0,60})?)$"
)
"""At the end of what is written so far: a citation, a bullet, a row of a table, emphasis or a formula that is not whole."""


class Draft:
    """What a model writes into a reply, from where the reply stands."""

    def __init__(self, reply: Reply, task: WritingRequest) -> None:
        self._reply, self._task = reply, task
        self._first = len(reply.claims)
        self._earlier = {claim.text for claim in reply.claims}
        self._raw = ""
        self._read = 0
        self._settled: list[Written] = []
        self._checked: dict[Written, Claim] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not self._raw

    @property
    def is_thinking(self) -> bool:
        """Whether the model thinks aloud and has not begun to answer."""
        return (
            bool(self._reply.thoughts) and not self._reply.pending and not self._reply.claims[self._first :]
        )

    def add(self, piece: str) -> bool:
        """Take the next piece; gives whether the model should go on."""
        self._raw += piece
        self._reply.raw += piece
        if len(self._raw) - self._read > len(self._raw) // STEP:
            self._read = len(self._raw)
            self._take(final=False)
        if len(separated(self._raw[: 2 * LONGEST]).answer) > LONGEST:
            self._reply.cut_short = TOO_LONG
        return not self._reply.cut_short

    def finish(self, ending: str, broke_off: bool = False) -> None:
        """Take what is written as all there is; `ending` is the server's reason why, empty where it gave none."""
        if not self._reply.cut_short and not broke_off:
            self._reply.cut_short = ENDINGS.get(ending, "")
        self._take(final=True, cut=broke_off or bool(self._reply.cut_short), silent=not ending)

    def _take(self, final: bool, cut: bool = False, silent: bool = False) -> None:
        reply = self._reply
        spoken = separated(self._raw, final)
        reply.thoughts = spoken.thoughts
        if _says_nothing(spoken.answer.strip(), final):
            reply.claims[self._first :], reply.pending = [], ""
            reply.notice = NOT_ANSWERED if final else None
            return
        text = spoken.answer if final and not cut else _whole_part(spoken.answer)
        written = self._without_repeats(
            [each for each in read_sentences(text, self._task.sources, final) if self._is_new(each.text)]
        )
        if final and silent and not cut and written and not written[-1].has_ended and "\n" not in text[-2:]:
            reply.cut_short, cut = DROPPED, True
        done = self._settled_of(written) if not final else len(written) - (cut and not _is_whole(written))
        reply.claims[self._first :] = [self._claim(each) for each in written[:done]]
        rest = [] if reply.cut_short == REPEATED else written[done:]
        reply.pending_lead = lead_of(rest[0].before, rest[0].prefix) if rest else ""
        pending = "".join(lead_of(each.before, each.prefix) + each.text for each in rest)
        reply.pending = pending[len(reply.pending_lead) :]

    def _settled_of(self, written: list[Written]) -> int:
        """How many sentences are settled; one that was stays so while nothing changes it."""
        done = _settled(written)
        if done < len(self._settled) and written[: len(self._settled)] == self._settled:
            return len(self._settled)
        self._settled = written[:done]
        return done

    def _is_new(self, text: str) -> bool:
        """Whether it says anything, and more than the beginning of what stood there before the answer went on."""
        return _is_said(text) and not any(each.startswith(text) for each in self._earlier)

    def _claim(self, written: Written) -> Claim:
        if written not in self._checked:
            self._checked[written] = claim_from(written, self._task.sources, self._task.similarity)
        return self._checked[written]

    def _without_repeats(self, written: list[Written]) -> list[Written]:
        """The sentences, each once where one has come for the third time; the model is then to stop."""
        counts = Counter(_key(each) for each in written)
        end = self._raw[-LOOP:]
        is_loop = len(end) == LOOP and len(set(end)) > 2 and self._raw.count(end) > 3
        if is_loop or any(count > 2 for key, count in counts.items() if len(key) >= SHORTEST_REPEATED):
            self._reply.cut_short = REPEATED
        if self._reply.cut_short != REPEATED:
            return written
        return list({_key(each): each for each in reversed(written)}.values())[::-1]


def no_answer_of(reply: Reply) -> Notice | None:
    """The notice in the place of a finished answer that cites nothing and that no paper supports: its words, kept."""
    said = [claim for claim in reply.claims if claim.verdict != "uncited" or claim.removed]
    if not reply.claims or said or reply.cut_short or reply.problem:
        return None
    return declined(" ".join(claim.text for claim in reply.claims))


def declined(words: str) -> Notice:
    """The notice that a model gave no answer from the papers, with what it said instead."""
    if len(words) > QUOTED_WORDS:
        words = f"{words[:QUOTED_WORDS].rsplit(' ', 1)[0]} …"
    return Notice(
        NOT_ANSWERED.kind,
        f"The model gave no answer that rests on the papers. It wrote: “{words}”",
        NEXT_STEP,
    )


def _settled(written: list[Written]) -> int:
    """How many of the first sentences nothing that follows will change: not the last, nor those it may yet cite for."""
    if not written:
        return 0
    cited = max((n for n, each in enumerate(written[:-1]) if each.numbers or each.label), default=-1)
    earlier = sum(each.part != written[-1].part for each in written)
    return max(cited + 1, earlier if earlier < len(written) else 0)


def _whole_part(text: str) -> str:
    """The text without what is not whole yet at its end; of a table, nothing before its first row."""
    lines = text.split("\n")
    last = len(lines) - next(
        (n for n, line in enumerate(reversed(lines)) if "|" not in line and (n or line)), len(lines)
    )
    if "|" in "".join(lines[last:]):
        is_head = sum("|" in line for line in lines[last:]) <= 2
        text = "\n".join(lines[:last] if is_head else lines[:-1])
    return _UNFINISHED.sub("", text)


def _is_whole(written: list[Written]) -> bool:
    return not written or written[-1].has_ended


def _key(written: Written) -> tuple[str, ...]:
    """By what a sentence is known again; a cell of a table by its row as well."""
    return tuple(f"{written.label} {written.text}".casefold().split())


def _says_nothing(written: str, final: bool) -> bool:
    """Whether these are the words for no answer or, while they are being written, may become them."""
    bare = written.strip(_AROUND)
    if final or len(bare) > len(NOTHING):
        return bare.startswith(NOTHING) or bare.upper() == NOTHING
    return NOTHING.startswith(bare.upper())


def _is_said(text: str) -> bool:
    """Whether a sentence says anything; the words for no answer at the end of one do not."""
    bare = text.strip(_AROUND)
    return any(map(str.isalnum, bare)) and not (bare.startswith("NOTHING") and NOTHING.startswith(bare))
