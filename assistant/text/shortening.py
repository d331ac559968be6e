"""Make a long sentence of an abstract shorter by leaving parts out; no word is added, moved or changed.

First goes what says nothing: lead-ins ("In this paper, we show that"), discourse adverbs, asides in brackets. Then,
while the sentence is still too long, what hangs on its end or stands before its subject. A part that limits what is
said (not, only, up to, but, without …) is never left out, nor one whose end cannot be seen from its words alone.
"""

import re

from assistant.text import shortening_cues as cues
from assistant.text.excerpts import is_closed
from assistant.text.sentences import LONGEST

LEAST = 5
"""Words: what is left of a shorter sentence says too little to stand alone."""
LEAST_TRIMMED = 11
"""Words: "We propose a new method." says nothing."""


def shorten(sentence: str, words: int | None = None) -> str:
    """The sentence without what it can do without, ending in a full stop.

    Lead-ins and asides always go; ends and fronts go one by one until it has at most `words` words, or all of
    them where `words` is None. It may stay longer than that, and a sentence of more than LONGEST characters stays as
    it is. What it says of less, it says as the authors do.
    """
    if len(sentence) > LONGEST:
        return sentence
    text, before = _bare(sentence), ""
    while text != before and (words is None or len(text.split()) > words):
        before = text
        for cut in (_front, _tail, _after, _by, _and_also):
            if words is None or len(text.split()) > words:
                text = _bare(cut(text))
    if words is not None and len(text.split()) > words:
        text = _bare(_trimmed(text, words))
    return text


def without_lead_in(sentence: str) -> str:
    """The sentence from where it begins to say something, word for word: without "However," and "To address this gap,"."""
    rest, before = sentence, ""
    while rest != before and len(sentence) <= LONGEST:
        before = rest
        for lead_in in cues.LEAD_INS:
            rest = lead_in.sub("", rest)
    return _kept(sentence, rest)


def _bare(text: str) -> str:
    """Without asides, lead-ins and adverbs, until nothing more of them is there."""
    before = ""
    while before != text:
        before = text
        text = _plain(_without(_without(text, cues.ASIDE), cues.INNER_ASIDE))
        text = cues.INNER_ADVERB.sub(" ", text)
        for lead_in in cues.LEAD_INS:
            text = _kept(text, _capital(lead_in.sub("", text)))
        if (said := cues.THAT.match(text)) and not cues.JOINED_VERB.search(text[said.end() :]):
            text = _kept(text, _capital(text[said.end() :]))
    return text


def _without(text: str, part: re.Pattern[str]) -> str:
    """The text without such parts, but for those that limit what is said or stand in a formula."""

    def replaced(match: re.Match[str]) -> str:
        before = text[: match.start()]
        part_of_it = before.count("$") % 2 == 1 or cues.UNFINISHED.search(before)
        return match[0] if part_of_it or cues.LIMITS.search(match[0]) else ""

    return _kept(text, part.sub(replaced, text))


def _tail(text: str) -> str:
    return _cut_end(text, cues.TAIL)


def _after(text: str) -> str:
    return _cut_end(text, cues.AFTER)


def _by(text: str) -> str:
    return _cut_end(text, cues.BY)


def _trimmed(text: str, words: int) -> str:
    """What is proposed or studied, without its last modifiers: up to the last joint within `words` that leaves it whole."""
    if not cues.PROPOSAL.match(text):
        return text
    for joint in reversed(list(cues.JOINT.finditer(text))):
        left = text[: joint.start()].rstrip(" ,")
        if LEAST_TRIMMED <= len(left.split()) <= words and not cues.NEEDS_MORE.search(left):
            return text if cues.DENIES.search(text) else _kept(text, left + ".")
    return text


def _and_also(text: str) -> str:
    return _cut_end(text, cues.AND_ALSO) if re.match(r"(?:We|I)\s", text) else text


def _cut_end(text: str, end: re.Pattern[str]) -> str:
    """The text up to the match, where that is whole: a front needs its main clause."""
    match = end.search(text)
    if not match or cues.LIMITS.search(match[0]) or text.count(";") > 1:  # several are a list
        return text
    left = text[: match.start()]
    if re.search(r",\s+we\s", left) and "and we" in match[0]:  # the last of a row of clauses
        return text
    if cues.FRONTED.match(left) and not cues.SUBJECT.search(left):
        return text
    return _kept(text, left + ".")


def _front(text: str) -> str:
    if others := cues.OTHERS_FRONT.match(text):
        return _kept(text, _capital(text[others.end() :]))
    match = cues.FRONT.match(text)
    return text if not match or cues.LIMITS.search(match[0]) else _kept(text, _capital(text[match.end() :]))


def _kept(before: str, after: str) -> str:
    """`after`, or `before` where too little is left, or a bracket, quote, formula or phrase is left open."""
    closed = is_closed(after) and after.count('"') % 2 == 0
    listing = ("(i)" in after and "(ii)" not in after) or ("(1)" in after and "(2)" not in after)
    whole = len(after.split()) >= LEAST and not listing and not cues.HANGING.search(after.rstrip(" .,;:"))
    return after if closed and whole else before


def _plain(text: str) -> str:
    """Tidy at the seams: one space, no space before a comma, a capital first, a full stop last."""
    text = re.sub(r" ([,;:.])(?= |$)", r"\1", " ".join(text.split()))
    text = text.rstrip(" ,;:")
    return _capital(text if text.endswith((".", "?", "!")) else f"{text}.") if text else text


def _capital(text: str) -> str:
    """With a capital first, unless the first word is a name that is written small (`mBERT`)."""
    first = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in first) else text[:1].upper() + text[1:]
