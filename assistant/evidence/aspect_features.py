"""The features of a sentence by which to decide which aspect of its paper it states: cue words, place, neighbours, meaning.

The roles of `roles.py` are no feature: with them ROUGE-1 of results falls from 34.8 to 33.8 in cross-validation, as they
say again, in other classes, what the cues say. Only features; what each is worth is learned (`evaluation/training/aspects.py`) and used in `aspect_sentences.py`.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.reader.embeddings import Embedder
from assistant.text.words import content, coverage

Features = NDArray[np.float64]

_CUES = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in {
        "contrast": r"however|but|yet|unfortunately|nevertheless|despite|although|while|though",
        "trouble": r"challeng\w*|difficult\w*|problem\w*|lack\w*|limit\w*|suffer\w*|fail\w*|costly|expensive|hard|hinder\w*|"
        r"insufficient\w*|inefficien\w*|scarc\w*|bottleneck\w*|poor\w*|ignor\w*|neglect\w*|overlook\w*|struggl\w*|"
        r"unable|cannot|issues?|under-?explored|unclear|sparse\w*|little|few|not",
        "others": r"existing|previous|prior|current|most|traditional|conventional|recent|past|often|typically|usually|many",
        "ours": r"we|our|this paper|this work|this article|in this",
        "propose": r"propos\w*|present\w*|introduc\w*|develop\w*|describ\w*|devis\w*|design\w*|address\w*",
        "study": r"investigat\w*|study|studies|explor\w*|analy[sz]\w*|examin\w*|compar\w*",
        "how": r"by|using|uses?|based on|via|consists?|leverag\w*|employ\w*|combin\w*|train\w*|model\w*|learn\w*",
        "results": r"results?|experiment\w*|empirical\w*|evaluat\w*",
        "show": r"show\w*|demonstrat\w*|find\w*|found|reveal\w*|indicat\w*|suggest\w*|observ\w*|confirm\w*",
        "better": r"outperform\w*|achiev\w*|improv\w*|state-of-the-art|better|significant\w*|gain\w*|higher|reduc\w*|"
        r"surpass\w*|exceed\w*|competitive|effective\w*|increase\w*",
        "number": r"\d+(?:[.,]\d+)*",
        "release": r"releas\w*|available|github|code|https?",
        "data": r"datasets?|corpus|corpora|benchmarks?|treebank|data",
    }.items()
}
_OF_NEIGHBOURS = ("ours", "propose", "trouble", "show")
_FIRST = ("ours", "propose", "trouble", "contrast")
MEANINGS = {
    "problem": "Existing methods suffer from a problem that is difficult to solve.",
    "approach": "We propose a new method that uses a model to solve the task.",
    "results": "Experiments show that our method outperforms the state of the art.",
}
"""A sentence of our own that says what each aspect's sentences say; its cosine with a sentence is a feature."""
NAMES = (
    *_CUES,
    *("place", "place squared", "first", "second", "last", "last but one"),
    *("length", "length squared", "short"),
    *("meaning", "title", "centre", "title words"),
    *(f"before: {name}" for name in _OF_NEIGHBOURS),
    *(f"after: {name}" for name in _OF_NEIGHBOURS),
    *(f"first with {name}" for name in _FIRST),
    "before any of ours",
)
"""The features in the order in which `features` gives them."""
_LONG = 40
"""Words: a longer sentence counts as this long."""


def features(aspect: str, title: str, sentences: Sequence[str], embedder: Embedder) -> Features:
    """One row of NAMES for each sentence of an abstract; `aspect` is a key of MEANINGS."""
    cues = {name: np.array([bool(c.search(s)) for s in sentences], float) for name, c in _CUES.items()}
    columns = [
        *cues.values(),
        *_places(len(sentences)),
        *_lengths(sentences),
        *_nearness(aspect, title, sentences, embedder),
        *(np.append(0.0, cues[name][:-1]) for name in _OF_NEIGHBOURS),
        *(np.append(cues[name][1:], 0.0) for name in _OF_NEIGHBOURS),
        *(cues[name] * (cues[name].cumsum() == 1) for name in _FIRST),
        np.asarray(cues["ours"].cumsum() == 0, float),
    ]
    return np.stack(columns, axis=1)


def _places(count: int) -> list[Features]:
    number = np.arange(count)
    place = number / max(count - 1, 1)
    ends = [number == at for at in (0, 1, count - 1, count - 2)]
    return [place, place**2, *(np.asarray(end, float) for end in ends)]


def _lengths(sentences: Sequence[str]) -> list[Features]:
    words = np.array([len(sentence.split()) for sentence in sentences])
    share = np.minimum(words, _LONG) / _LONG
    return [share, share**2, np.asarray(words < 10, float)]


def _nearness(aspect: str, title: str, sentences: Sequence[str], embedder: Embedder) -> list[Features]:
    """Cosines with the aspect's meaning, the title and the abstract's centre, each less its mean over the abstract."""
    vectors = np.asarray(embedder.embed([MEANINGS[aspect], title, *sentences]), float)
    rows = vectors[2:]
    cosines = [rows @ vectors[0], rows @ vectors[1], rows @ rows.mean(axis=0)]
    words = np.array([coverage(content(title), content(sentence)) for sentence in sentences])
    return [*(each - each.mean() for each in cosines), words]
