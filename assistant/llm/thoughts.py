"""Separate what a model thinks aloud from what it answers. Pure: a text goes in, both parts come out.

Servers leave thoughts in the text in three ways: between tags (`<think>…</think>`, `[THINK]…[/THINK]`), of which the
first or the last may be missing; in the channels of OpenAI's harmony format; or, where its special tokens are lost, as
`analysis…assistantfinal…`.
"""

import re
from dataclasses import dataclass

_TAG = re.compile(
    r"[<\[◁](?P<close>/?)(?:\w{1,20}:)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|scratchpad|reflection)[>\]▷]"
    r"|<\|(?P<end>begin|end)_of_thought\|>",
    re.IGNORECASE,
)
_WRAPPER = re.compile(r"</?(?:answer|final|response|output)>|<\|(?:begin|end)_of_solution\|>", re.IGNORECASE)
"""What some models put round the answer itself."""
_HARMONY = re.compile(
    r"(?:<\|start\|>\w{0,20})?<\|channel\|>\s*(?P<channel>\w{0,20})[^<\n]{0,80}<\|message\|>"
    r"|<\|(?:start\|>\w{0,20}|end\|>|return\|>|call\|>|message\|>)"
)
_BARE_HARMONY = re.compile(r"\Aanalysis(?=[A-Z])")
_BARE_FINAL = re.compile(r"assistant\s?final(?=[^a-z]|\Z)")
_BEGUN = re.compile(r"(?:<\|?/?[\w:|]{0,30}|\[/?[A-Za-z]{0,10}|◁/?\w{0,12})\Z")
"""What may become a tag, at the end of a text that is not finished; also the beginning of a citation."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text of a model in its two parts; `open` says that the thoughts have not ended."""

    thoughts: str
    answer: str
    open: bool = False


def separated(text: str, final: bool = True) -> Spoken:
    """The thoughts and the answer in a text; where it is not `final`, without what may become a tag at its end."""
    if not final:
        text = _BEGUN.sub("", text)
    if "<|" in text and _HARMONY.search(text):
        spoken = _by_channel(text)
    elif _BARE_HARMONY.match(text):
        spoken = _by_bare_channel(text)
    else:
        spoken = _by_tags(text)
    return Spoken(spoken.thoughts.strip(), _WRAPPER.sub("", spoken.answer).strip("\n"), spoken.open)


def _by_tags(text: str) -> Spoken:
    """What stands between the tags is thought; before a closing one that nothing opened, everything is."""
    thoughts, answer, at, inside, is_spoken_of = "", "", 0, False, False
    for tag in _TAG.finditer(text):
        closes = bool(tag["close"]) or tag["end"] == "end"
        if not inside and (
            is_spoken_of or not (closes or _begins_anew(text[max(0, tag.start() - 50) : tag.start()]))
        ):
            is_spoken_of = not closes
            continue
        part, at = text[at : tag.start()], tag.end()
        if inside:
            thoughts += part
        elif closes:
            thoughts, answer = thoughts + answer + part, ""
        else:
            answer += part
        inside = not closes
    return Spoken(thoughts + text[at:], answer, open=True) if inside else Spoken(thoughts, answer + text[at:])


def _begins_anew(before: str) -> bool:
    """Whether a tag may open here; inside a sentence it is a word of it: "Kestrel writes <think> tokens"."""
    last = before[-1:] if before[-1:] in ("", "\n") else before.rstrip()[-1:]
    return last in ("", "\n") or last in ".!?…]】>▷"


def _by_channel(text: str) -> Spoken:
    """Of the channels only `final` is the answer, and what stands in none."""
    parts, channel, at = {"thoughts": "", "answer": ""}, "final", 0
    for token in _HARMONY.finditer(text):
        parts["answer" if channel == "final" else "thoughts"] += text[at : token.start()]
        at = token.end()
        channel = token["channel"] or ("final" if token["channel"] is None else "")
    parts["answer" if channel == "final" else "thoughts"] += text[at:]
    return Spoken(parts["thoughts"], parts["answer"], open=channel != "final")


def _by_bare_channel(text: str) -> Spoken:
    final = _BARE_FINAL.search(text)
    begun = len("analysis")
    if not final:
        return Spoken(text[begun:], "", open=True)
    return Spoken(text[begun : final.start()], text[final.end() :])
