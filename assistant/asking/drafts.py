"""Read what a model is still writing: each finished sentence becomes a checked claim of the reply.

Also where a model says that the sources hold no answer, so that those words are never shown as one.
"""

import re

from assistant.asking.reply import Notice, Reply
from assistant.asking.writers import NOTHING, WritingRequest
from assistant.checking.citations import claim_from, read_sentences

NOT_ANSWERED = Notice(
    "not answered",
    "The model read the abstracts found and says they do not answer this.",
    "Look at the nearest papers, or ask more narrowly.",
)
_AROUND = " .!\"“”'*`"
_UNFINISHED = re.compile(
    r"(?:(?<!\s)\s*+\[[\d\s,;]*+|(?:^|(?<!\s)\s*\n)[^\S\n]*+(?:[-*•#]++|\d{1,2}[.)]?)\s*+|(?<![*_`])[*_`]++)$"
)
"""At the end of what is written so far: a citation, a new line's bullet or an emphasis that is not whole yet."""
_ENDED = re.compile(r"[.!?…][\"”’')\]]*$")


def read_draft(reply: Reply, task: WritingRequest, final: bool, cut: bool = False) -> None:
    """Turn every sentence of `reply.raw` that is complete into a checked claim; the rest is pending.

    `final` says that no more will come, `cut` that more would have: a half sentence then claims nothing.
    """
    if _says_nothing(reply.raw.strip(), final):
        reply.notice = NOT_ANSWERED if final else None
        return
    raw = reply.raw if final and not cut else _UNFINISHED.sub("", reply.raw)
    written = [sentence for sentence in read_sentences(raw) if _is_said(sentence.text)]
    whole = final and not (cut and written and not _ENDED.search(written[-1].text))
    for sentence in written[len(reply.claims) : len(written) if whole else max(len(written) - 1, 0)]:
        reply.claims.append(claim_from(sentence, task.sources, task.similarity))
    rest = written[len(reply.claims) :]
    reply.pending, reply.pending_lead = (rest[0].text, rest[0].prefix) if rest else ("", "")


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
