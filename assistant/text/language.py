"""Whether a text is in English, which the papers are searched in. Pure; told by the words that every sentence has."""

import unicodedata

from assistant.text.stems import STOPWORD_LANGUAGES, stems, stopwords_in
from assistant.text.words import function_words_in, is_common

LEAST_COMMON = 0.67
"""Share of the words that abstracts use often, above which a text is English whatever else it has."""


def is_english(text: str) -> bool:
    """Whether it may be English: names, and words that stand alone, may.

    Of 500 questions of PubMedQA and 809 claims of SciFact three are not taken for English.
    """
    letters = [char for char in text if char.isalpha()]
    if sum("LATIN" in unicodedata.name(char, "") for char in letters) < len(letters) / 2:
        return False
    words = stems(text)
    other = max(stopwords_in(text, language) for language in STOPWORD_LANGUAGES)
    return other <= function_words_in(text) or sum(map(is_common, words)) > LEAST_COMMON * len(words)
