"""Words as the keyword index reads them: stems, and the overlapping parts of words. tantivy's analyzers; no index is opened."""

from functools import cache, lru_cache
from typing import Any

PART = 4
"""Letters of a part of a word. Parts of five serve less on SciFact's training claims (fused .737, of four .740)."""
WORDS_KEPT = 50_000
"""Words whose parts are remembered: of 16,000 papers' 2.6 million words all but these are repetitions; some 6 MB."""


STOPWORD_LANGUAGES = "danish dutch finnish french german hungarian italian norwegian portuguese russian spanish swedish".split()
"""Those beside English whose stop words tantivy knows."""


def stems(text: str) -> list[str]:
    """The words of a text, lower-case and stemmed, just as the index has them."""
    return list(_analyzer().analyze(text))


def parts(text: str) -> list[str]:
    """Every run of PART letters in the words of a text, their beginnings and ends marked; function words left out."""
    return " ".join(map(_parts, words_without_stopwords(text))).split()


def words_without_stopwords(text: str) -> list[str]:
    """The lower-cased words of the text but for English stop words, unstemmed."""
    return list(_stopword_analyzer("english").analyze(text))


def stopwords_in(text: str, language: str) -> int:
    """How many words of the text are stop words of the language, one of STOPWORD_LANGUAGES."""
    return len(stems(text)) - len(_stopword_analyzer(language).analyze(text))


@lru_cache(WORDS_KEPT)
def _parts(word: str) -> str:
    """The parts of one word, divided by spaces; remembered, for making them anew is half the work of indexing."""
    marked = f"_{word}_"
    return " ".join(marked[i : i + PART] for i in range(max(len(marked) - PART + 1, 1)))


@cache
def _stopword_analyzer(language: str) -> Any:
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    return builder.filter(tantivy.Filter.stopword(language)).build()


@cache
def _analyzer() -> Any:
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    return builder.filter(tantivy.Filter.stemmer("english")).build()
