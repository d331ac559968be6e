"""The part of a sentence that speaks of one aspect, where the whole sentence stands for another in the same row.

“Experiments on GSM8K show that …” tells results, and between “on” and “show” the data. Whole phrases, word for word.
"""

import re

from assistant.text.sentences import LONGEST
from assistant.text.words import content, weight

MOST_WORDS, LEAST_CLAUSE = 20, 4
"""Words of a part, and the fewest of one that is no name of data."""
SAME = 0.5
"""Weighted share of a part's words that may stand in the other cell: above it the reader learns nothing new."""

_NAME = r"(?:[A-Z][\w+-]*[A-Z\d][\w+.-]*\w|[A-Z]{2,}\w*)(?:[ -](?:[A-Z\d][\w.+-]*\w|\d+))*"
_SETS = r"(?:benchmarks?|datasets?|tasks|models|LLMs|LVLMs|MLLMs|VLMs|corpora|corpus|famil(?:y|ies)|languages|domains|scenes|suites?|settings|backbones|architectures|environments)"
_FILLER = r"(?!(?:while|which|that|by|than|on|across|existing|prior|our|is|are|to|with)\b)[\w'/+-]+,? "
_ITEM = rf"(?:{_NAME}|(?:{_FILLER}){{0,3}}{_SETS}\b)"
_LISTED = rf"(?:(?:, {_ITEM})*,? (?:and|or) {_ITEM})?"
_SPANNING = (
    r"(?:,? (?:including|such as|spanning|like) [^.;()]{3,160}?(?=,? (?:show|demonstrat|which|while|with|achiev)|"
    r", [A-Z][\w.-]+ (?:\w+ly )?(?:achiev|outperform|improv|surpass|reach|attain|deliver|gain)|[;.](?!\d)|$))?"
)
_SOME = (
    r"(?:various|several|multiple|different|diverse|many|two|three|four|five|six|seven|eight|nine|ten|\d+)"
)
_DATA = re.compile(
    rf"\b(?:(?:[Oo]n|[Aa]cross|over|using|including)\s+(?:the )?|for (?={_SOME}\b))"
    rf"(?:(?:{_FILLER}){{0,7}}?{_SETS}\b(?:\s\([^()]{{1,80}}\))?{_SPANNING}|{_NAME}){_LISTED}"
)
_COST = re.compile(
    r"[^,;()]*\b(?:memory|latency|throughput|FLOPs?|GPUs?|parameters|cost|overhead|speed-?ups?|faster|tokens)\b[^,;()]*"
)
_COMMON = re.compile(
    r"(?:[ML]*LLM|LVLM|VLM|VLA|GPU|CPU|RL|RLHF|RLVR|GUI|API|NLP|CNN|MoE|KV|QA|VQA|RAG|SFT|DPO|GRPO|PPO|AI|2D|3D|4D|SOTA|DiT|ViT)s?"
)
"""Short for what is no data."""
_PARTS = {"data and setting": _DATA, "cost": _COST}


def part_for(aspect: str, sentence: str, other: str) -> str:
    """The sentence's part on the aspect; empty where there is none, or `other`, the other cell's text, says as much."""
    if aspect not in _PARTS:
        return ""
    found = (match[0].strip(" ,") for match in _PARTS[aspect].finditer(sentence[:LONGEST]))
    parts = [part for part in found if len(part.split()) <= MOST_WORDS]
    if aspect == "data and setting":
        return max(parts, key=len, default="")
    parts = [part for part in parts if len(part.split()) >= LEAST_CLAUSE and not _says(other, part)]
    return max(parts, key=len, default="")


def data_named(sentence: str) -> list[str]:
    """The names of data in the sentence: what stands after "on" or "across" and is written like a name."""
    phrases = [match[0] for match in _DATA.finditer(sentence[:LONGEST])]
    names = [name for phrase in phrases for name in re.findall(_NAME, phrase.split(" ", 1)[-1])]
    return [name for name in names if len(name) > 2 and not _COMMON.fullmatch(name)]


def _says(other: str, part: str) -> bool:
    words = content(part)
    shared = sum(weight(word) for word in words & content(other))
    return shared > SAME * sum(map(weight, words))
