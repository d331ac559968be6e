"""Reported numbers that can be set side by side: which metric, on which dataset, what value, in what unit.

Only what one sentence says plainly is read ("92.1% accuracy on ImageNet", "an FID of 1.8 on CIFAR-10"). Gains, bounds,
lists with "respectively" and whatever else could be paired wrongly is passed over: silence is better.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.library.papers import Sentence
from assistant.text.sentences import LONGEST

_PRAISE = r"(?:(?:[Aa]n?|the|its|our|average|overall|mean|total|impressive|competitive|highest|best|new|state-of-the-art|maximum|peak|leading) )*"
_METRIC = _PRAISE + (
    r"(?P<metric>(?:(?!(?:An?|higher|lower|better|worse|more|less|points?|absolute|relative|fewer|of|to|in|on|at|the|and|with|"
    r"has|have|achieves?|reach(?:es)?|attains?|obtains?) )[\w-]+ )?"
    r"(?:accurac(?:y|ies)|F1(?:[ -]scores?)?|BLEU|ROUGE-[12L]|FID|FVD|mAP|mIoU|PSNR|SSIM|LPIPS|WER|CER|perplexity|"
    r"pass@\d+(?: accuracy)?|AUC|AUROC|win[ -]rates?|success rates?|exact match|nDCG(?:@\d+)?|[Rr]ecall(?:@\d+)?|MRR|precision|"
    r"resolved? rates?))(?![\w@])"
)
_VALUE = r"(?P<value>\d+(?:\.\d+)?)\s?(?P<unit>%|\\%|dB)?"
_DATASET = r"(?P<dataset>[A-Z][\w+./-]*[\w+](?: (?:[A-Z\d][\w+.×/-]*[\w+]|v?\d[\w.]*\w|\d+))*)"
_ON = r" (?:on|for|in) (?:the )?(?:challenging )?"
_FIRST_ON = (
    rf"\b[Oo]n (?:the )?{_DATASET}(?: (?:benchmark|dataset|test set))?, (?:[\w.+-]+ ){{1,4}}?"
    r"(?:achiev|reach|attain|obtain)\w* (?:an? |the )?"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<![\w.,$+@=<>~–-]){_VALUE} {_METRIC}{_ON}{_DATASET}",
        rf"\b{_METRIC} (?:of|at|to|is|reaches|=|:) (?:an? )?{_VALUE}{_ON}{_DATASET}",
        rf"\b{_METRIC}{_ON}{_DATASET} (?:of|to|reaches|at|is) {_VALUE}(?![\w.]*\d)",
        rf"{_FIRST_ON}{_VALUE} {_METRIC}(?![\w.]*\d)",
        rf"{_FIRST_ON}{_METRIC} of {_VALUE}(?![\w.]*\d)",
    )
)
_ALSO = re.compile(rf"(?: (?:benchmarks?|datasets?))?(?:,|,? and|;) {_VALUE}{_ON}{_DATASET}")
"""After a figure, the same metric on the next dataset: "28.0% on OwlWorld and 19.8% on HawkWorld"."""
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
_ONLY = re.compile(r"\b(?:even|only)\b(?:[^.;]|[.]\d)*$", re.IGNORECASE)
"""Anywhere before it in its sentence: “even the best, Owl-4, reach only 36 and 28%” tells how others fail."""
_DOUBTFUL_AFTER = re.compile(
    r"\s*(?:,|and|or|/|&|-|–)\s*(?:the )?(?:[A-Z]|[a-z]+[A-Z\d])|\s*(?:points?|higher|lower|better|worse|more|less)\b|"
    r"['’@]|\.\d|\s(?:task|subset|split|domain|part|portion|category) "
)
"""What after a dataset's name says that there are more of them, that only a part is meant, or that the value is a difference."""
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReportedResult:
    """One reported number, with the sentence that reports it; all its parts stand there as they are written."""

    metric: str
    dataset: str
    value: str
    unit: str
    sentence: Sentence

    @property
    def key(self) -> tuple[str, str, str]:
        """What two figures share when they may stand side by side."""
        metric = re.sub(r"^(?:task|sota) |[ -]scores?$|(?<=\d) accuracy$", "", self.metric.casefold())
        metric = re.sub(r"ies$", "y", metric).removesuffix("s").replace("-", " ")
        return metric, _plain_name(self.dataset), self.unit

    @property
    def display_text(self) -> str:
        """The value with its unit."""
        return f"{self.value} {self.unit}" if self.unit == "dB" else f"{self.value}{self.unit}"


def figures(sentence: Sentence) -> tuple[ReportedResult, ...]:
    """The figures that the sentence reports beyond doubt, in its order."""
    text = sentence.text
    if len(text) > LONGEST or _RESPECTIVELY.search(text):
        return ()
    found: dict[int, ReportedResult] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            if _is_plain(text[: match.start()], text[match.end() :]):
                found |= {start: figure for start, figure in _read(match, sentence) if start not in found}
    return tuple(found[start] for start in sorted(found))


def _read(match: re.Match[str], sentence: Sentence) -> Iterator[tuple[int, ReportedResult]]:
    """The figure, and those of the same metric that follow it."""
    metric, also = match["metric"], match
    while True:
        yield also.start("value"), _figure(metric, also, sentence)
        following = _ALSO.match(sentence.text, also.end())
        doubtful = following and _DOUBTFUL_AFTER.match(sentence.text[following.end() :])
        if not following or doubtful or following["unit"] != match["unit"]:
            return
        also = following


def comparable(all_figures: Iterable[ReportedResult]) -> list[tuple[ReportedResult, ...]]:
    """Figures of different papers that agree in metric, dataset and unit; where a paper has two values, neither counts."""
    groups: dict[tuple[str, str, str], list[ReportedResult]] = {}
    for figure in all_figures:
        groups.setdefault(figure.key, []).append(figure)
    alone = [
        [f for f in group if sum(f.sentence.paper == other.sentence.paper for other in group) == 1]
        for group in groups.values()
    ]
    return [tuple(group) for group in alone if len(group) > 1]


def _is_plain(before: str, after: str) -> bool:
    doubts = (_DOUBTFUL_BEFORE, _OF_OTHERS, _ONLY)
    return not (any(doubt.search(before) for doubt in doubts) or _DOUBTFUL_AFTER.match(after))


def _figure(metric: str, match: re.Match[str], sentence: Sentence) -> ReportedResult:
    unit = (match["unit"] or "").lstrip("\\")
    return ReportedResult(metric, match["dataset"].rstrip("."), match["value"], unit, sentence)


def _plain_name(dataset: str) -> str:
    """`ImageNet 256×256`, `ImageNet-256` and `imagenet 256x256` are one; so are `AIME24` and `AIME 2024`."""
    name = re.sub(r"(\d{2,4})\s?(?:x|×|times|\\times)\s?\1\b", r"\1", dataset.casefold())
    name = re.sub(r"[\s_-]+", "", name)
    return re.sub(r"(?<=aime)(?=2\d$)", "20", name)
