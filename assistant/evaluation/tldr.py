"""How good TL;DRs are: against those that people wrote (SciTLDR), and whether their numbers are their abstract's.

ROUGE alone would praise whoever repeats the title, so the share of a TL;DR's words that the title has not is reported, too.
A model is measured on the first MODEL_PAPERS papers only, for it takes its time, and maybe money.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from assistant.digests.tldr import WORDS, ChosenTldrs, TldrWriter, tldrs_by
from assistant.errors import InputError
from assistant.evaluation.rouge import MEASURES, best_rouge
from assistant.evaluation.sets import Progress, json_lines, missing
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.evidence import key_sentence as gist
from assistant.library.papers import Paper
from assistant.library.sources import files
from assistant.library.sources.entries import papers_among
from assistant.llm.models import Usage
from assistant.services import Services
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage, numbers

MODEL_PAPERS = 150
"""Papers a model is asked about: the 95 % interval of ROUGE-1 is then some two points either way."""
BASELINES = {
    ("title", "rouge1"): "dev .371, test .404",
    ("first cue", "rouge1"): "dev .397, test .404–.412",
    ("learned choice", "rouge1"): "dev .411; MatchSum, test .427",
}
"""Published, or measured by a quick learned ranker (shared data README)."""
_CUE = re.compile(r"\bwe (?:propose|present|introduce)\b|\bin this (?:paper|work)\b", re.IGNORECASE)

Case = tuple[Paper, tuple[str, ...]]
"""A paper and the TL;DRs that people wrote of it."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for SciTLDR and for the Daily Papers, or what of them is missing."""
    return [*_scitldr(data / "scitldr" / f"{split}.jsonl", services), *_daily(data, services)]


def novelty(text: str, title: str) -> float:
    """The weighted share, 0…1, of the text's words that the title has not."""
    return 1 - coverage(content(text), content(title))


def first_cue(paper: Paper) -> str:
    """The baseline: the first sentence with "we propose" or the like, or the abstract's first."""
    sentences = [sentence.text for sentence in sentences_of(paper)]
    return next((text for text in sentences if _CUE.search(text)), sentences[0])


def numbers_hold(paper: Paper) -> bool:
    """Whether no form of any sentence, whichever is chosen, has a number that the abstract has not.

    So all papers can be checked without embedding their 80,000 sentences.
    """
    forms = gist.forms([sentence.text for sentence in sentences_of(paper)], WORDS)
    return all(numbers(text) <= numbers(paper.abstract) for _, text in forms)


def _scitldr(file: Path, services: Services) -> list[Row]:
    if absent := missing(file.parent, file.name):
        return [missing_row("scitldr", absent)]
    cases = [_case(row) for row in json_lines(file)]
    chosen = ChosenTldrs(services.library.embedder)
    rows = [
        *_rows("title", cases, lambda paper: paper.title),
        *_rows("first cue", cases, first_cue),
        *_rows("learned choice", cases, _text_by(chosen)),
    ]
    return rows + _by_model(cases, services)


def _by_model(cases: Sequence[Case], services: Services) -> list[Row]:
    """The model's rows, and the learned choice's on the same papers; none where no model would be asked."""
    writer = tldrs_by(services.capable_model, services.library.embedder)
    if writer.name == ChosenTldrs.name:
        return []
    some, chosen = cases[:MODEL_PAPERS], ChosenTldrs(services.library.embedder)
    return _rows(f"learned, first {len(some)}", some, _text_by(chosen)) + _rows(
        writer.name, some, _text_by(writer)
    )


def _rows(system: str, cases: Sequence[Case], text_of: Callable[[Paper], str]) -> list[Row]:
    texts = [text_of(paper) for paper, _ in cases]
    scores = [best_rouge(text, references) for text, (_, references) in zip(texts, cases, strict=True)]
    rows = [
        mean_row("scitldr", system, m, [score[m] for score in scores], BASELINES.get((system, m)))
        for m in MEASURES
    ]
    new = [novelty(text, paper.title) for text, (paper, _) in zip(texts, cases, strict=True)]
    short = [len(text.split()) <= WORDS for text in texts]
    rows.append(mean_row("scitldr", system, "words not in title", new))
    return [*rows, mean_row("scitldr", system, f"at most {WORDS} words", short)]


def _text_by(writer: TldrWriter) -> Callable[[Paper], str]:
    return lambda paper: writer.write(paper, Usage()).text


def _case(row: dict[str, object]) -> Case:
    abstract = " ".join(" ".join(str(sentence).split()) for sentence in _listed(row["source"]))
    paper = Paper(str(row["paper_id"]), str(row["title"]), abstract)
    return paper, tuple(str(reference) for reference in _listed(row["target"]))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _daily(data: Path, services: Services) -> list[Row]:
    """Whether every number of a TL;DR stands in its abstract: of all that could be chosen, and of a model's."""
    try:
        days = files.files_in([data / "hf_daily" / "days"])
    except InputError:
        return [missing_row("hf_daily", "not found: hf_daily/days")]
    papers = [paper for paper in papers_among(files.FileImport(days, date.today())) if sentences_of(paper)]
    rows = [mean_row("hf_daily", "learned choice", "numbers in abstract", [numbers_hold(p) for p in papers])]
    return rows + _model_numbers(papers, services)


def _model_numbers(papers: Sequence[Paper], services: Services) -> list[Row]:
    writer = tldrs_by(services.capable_model, services.library.embedder)
    if writer.name == ChosenTldrs.name:
        return []
    some = papers[:: max(len(papers) // MODEL_PAPERS, 1)]
    hold = [numbers(writer.write(paper, Usage()).text) <= numbers(paper.abstract) for paper in some]
    return [mean_row("hf_daily", writer.name, "numbers in abstract", hold)]
