"""Reported numbers that can be set side by side: which metric, on which dataset, what value, in what unit.

Only what one sentence says plainly is read ("92.1% accuracy on ImageNet", "an FID of 1.8 on CIFAR-10"). Gains, bounds,
lists with "respectively" and whatever else could be paired wrongly is passed over: silence is better.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.grounding.sentences import LONGEST
from assistant.library.papers import Sentence

_PRAISE = r"(?:(?:[Aa]n?|average|overall|mean|total|impressive|competitive|highest|best|new|state-of-the-art|maximum|peak|leading) )*"
_METRIC = _PRAISE + (
    r"(?P<metric>(?:(?!An? |higher|lower|better|worse|more|less|points?|absolute|relative|fewer|of|to|in|on|the|and|with)[\w-]+ )?"
    r"(?:accuracy|F1(?:[ -]scores?)?|BLEU|ROUGE-[12L]|FID|FVD|mAP|mIoU|PSNR|SSIM|LPIPS|WER|CER|perplexity|"
    r"pass@\d+(?: accuracy)?|AUC|AUROC|win[ -]rate|success rate|exact match|nDCG(?:@\d+)?|[Rr]ecall(?:@\d+)?|MRR|precision|"
    r"resolved? rate))(?![\w@])"
)
_VALUE = r"(?P<value>\d+(?:\.\d+)?)\s?(?P<unit>%|\\%|dB)?"
_DATASET = r"(?P<dataset>[A-Z][\w+./-]*[\w+](?: (?:[A-Z\d][\w+.×/-]*[\w+]|v?\d[\w.]*\w|\d+))*)"
_ON = r" (?:on|for|in) (?:the )?(?:challenging )?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<![\w.,$+@=<>~–-]){_VALUE} {_METRIC}{_ON}{_DATASET}",
        rf"\b{_METRIC} (?:of|at|to|is|reaches|=|:) (?:an? )?{_VALUE}{_ON}{_DATASET}",
        rf"\b{_METRIC}{_ON}{_DATASET} (?:of|to|reaches|at|is) {_VALUE}(?![\w.]*\d)",
    )
)
_DOUBTFUL_BEFORE = re.compile(
    r"(?:\b(?:by|from|than|over|under|up to|at least|at most|least|about|around|nearly|additional|extra|gains? of|"
    r"improvements? of|increases? of|reductions? of|drops? of|to|versus|vs\.?|below|above|only|just)(?:\s+an?)?|"
    r"\d%?,?(?:\s+and|\s+or)?|[+/±~<>≥≤])\s*$",
    re.IGNORECASE,
)
"""Words right before a value after which it is a gain, a bound, another's value, or one of a list."""
_OF_OTHERS = re.compile(
    r"\b(?:most|existing|current|previous|prior|baselines?|humans?|even|best-performing|advanced|strongest|leading|"
    r"compared|surpassing|outperforming|exceeding|against|whereas|GPT-\S+|Gemini\S*|Claude\S*|by (?:an? )?\d\S*)(?:[^.;,]|[.]\d)*$",
    re.IGNORECASE,
)
"""In the value's own clause: it may be somebody else's."""
_DOUBTFUL_AFTER = re.compile(
    r"\s*(?:,|and|or|/|&|-|–)\s*(?:the )?(?:[A-Z]|[a-z]+[A-Z\d])|\s*(?:points?|higher|lower|better|worse|more|less)\b|"
    r"['’@]|\.\d|\s(?:task|subset|split|domain|part|portion|category) "
)
"""What after a dataset's name says that there are more of them, that only a part is meant, or that the value is a difference."""
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported number, with the sentence that reports it; all its parts stand there as they are written."""

    metric: str
    dataset: str
    value: str
    unit: str
    sentence: Sentence

    @property
    def key(self) -> tuple[str, str, str]:
        """What two figures share when they may stand side by side."""
        metric = re.sub(r"[ -]scores?$|(?<=\d) accuracy$", "", self.metric.casefold())
        return metric.replace("-", " "), self.dataset.casefold(), self.unit

    @property
    def said(self) -> str:
        """The value with its unit."""
        return f"{self.value} {self.unit}" if self.unit == "dB" else f"{self.value}{self.unit}"


def figures(sentence: Sentence) -> tuple[Figure, ...]:
    """The figures that the sentence reports beyond doubt, in its order."""
    text = sentence.text
    if len(text) > LONGEST or _RESPECTIVELY.search(text):
        return ()
    found: dict[int, Figure] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            if _is_plain(text[: match.start()], text[match.end() :]):
                found.setdefault(match.start("value"), _figure(match, sentence))
    return tuple(found[start] for start in sorted(found))


def comparable(all_figures: Iterable[Figure]) -> list[tuple[Figure, ...]]:
    """Figures of different papers that agree in metric, dataset and unit; where a paper has two values, neither counts."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in all_figures:
        groups.setdefault(figure.key, []).append(figure)
    alone = [
        [f for f in group if sum(f.sentence.paper == other.sentence.paper for other in group) == 1]
        for group in groups.values()
    ]
    return [tuple(group) for group in alone if len(group) > 1]


def _is_plain(before: str, after: str) -> bool:
    return not (_DOUBTFUL_BEFORE.search(before) or _OF_OTHERS.search(before) or _DOUBTFUL_AFTER.match(after))


def _figure(match: re.Match[str], sentence: Sentence) -> Figure:
    unit = (match["unit"] or "").lstrip("\\")
    return Figure(match["metric"], match["dataset"].rstrip("."), match["value"], unit, sentence)
