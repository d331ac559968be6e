"""Make a long sentence of an abstract shorter by leaving parts out; no word is added, moved or changed.

First goes what says nothing: lead-ins ("In this paper, we show that"), discourse adverbs, asides in brackets. Then,
while the sentence is still too long, what hangs on its end or stands before its subject. A part that limits what is
said (not, only, up to, but, without …) is never left out, nor one whose end cannot be told from its words alone.
"""

import re

LEAST = 5
"""Words: what is left of a shorter sentence says too little to stand alone."""

_LIMITS = re.compile(
    r"\b(?:not|no|never|none|cannot|neither|nor|only|solely|just|but|except|unless|without|fails?|failed|lacks?|up to|"
    r"at (?:most|least|best)|less|fewer|more|than|may|might|could|if|when|provided|although|though|however|despite|"
    r"limited|unlike|rather|instead|partly|partially|some|sometimes|nearly|almost|about|approximately|around|likely|"
    r"often|usually|typically|in most|in many|contrary)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that limit, hedge, condition or compare: with them gone the sentence could say more than the authors did."""

_ADVERBS = (
    r"However|Moreover|Furthermore|Additionally|In addition|Finally|Lastly|Specifically|More specifically|Concretely|"
    r"More concretely|In particular|Notably|Importantly|Most importantly|Crucially|Thus|Therefore|Hence|Consequently|"
    r"As a result|Accordingly|Interestingly|Surprisingly|Remarkably|Overall|In summary|To summarize|In short|"
    r"In conclusion|Besides|Also|First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Next|Then|Nevertheless|Nonetheless|Meanwhile|"
    r"Indeed|Fortunately|Unfortunately|Similarly|Likewise|Further|Second of all|On the other hand|In turn|Briefly|"
    r"To this end|To that end|To this aim|With this in mind|In this regard|In response|In light of this|"
    r"Beyond (?:this|that)|Based on this|Building on this|Motivated by this|Inspired by this"
)
_THIS_PLACE = (
    r"(?:in|with|throughout) (?:this|the present|our) (?:\w+ )?(?:paper|work|article|study|report|research|letter|thesis|"
    r"survey|position paper)|here|in (?:what|the) follows"
)
_THESE_FAULTS = (
    r"to (?:address|tackle|overcome|solve|resolve|mitigate|remedy|alleviate|bridge|fill|close|meet|handle|counter) "
    r"(?:this|these|that|those|such|both|the above)(?: [\w-]+)? "
    r"(?:issues?|problems?|challenges?|limitations?|gaps?|shortcomings?|drawbacks?|concerns?|difficult(?:y|ies)|"
    r"needs?|weakness(?:es)?|bottlenecks?|obstacles?|questions?|deficienc(?:y|ies))"
)
_SEEN = r"(?:show|demonstrate|find|observe|discover|reveal|confirm|report)(?:s|ed)?|found"
_LEAD_INS = (
    re.compile(rf"^(?:{_ADVERBS}),\s+(?=\S)"),
    re.compile(rf"^(?:{_THIS_PLACE}),?\s+(?=(?:we|the authors|I)\b|\w)", re.IGNORECASE),
    re.compile(rf"^(?:{_THESE_FAULTS}),\s+(?=\S)", re.IGNORECASE),
)
_THAT = re.compile(
    rf"^(?:we|this (?:paper|work|study|article)|(?:(?:our|the|these|extensive|comprehensive|experimental|empirical|"
    rf"thorough|further|rigorous) )*(?:experiments?|results?|evaluations?|analys[ei]s|findings?))"
    rf"(?: (?:also|further|then|first|finally|empirically|experimentally))? (?:{_SEEN}) that,?\s+(?=\S)",
    re.IGNORECASE,
)
_JOINED_VERB = re.compile(
    r"\b(?:and|or|but|as well as)(?: (?:\w+ly|also|then|further|thus))? (?:that|propose|present|introduce|show|demonstrate|"
    r"provide|release|discuss|analy[sz]e|evaluate|study|use|develop|design|derive|give|find|prove|report|apply|validate|"
    r"verify|explore|investigate|argue|offer|compare|identify|suggest|establish|extend|describe|observe|conduct|"
    r"perform|open-source|hope|highlight|explain|illustrate|confirm|reveal|test|measure|train|outline|make|"
    r"construct|build|leverage|examine|characterize|consider|address|employ|implement|obtain|devise|formulate)\b",
    re.IGNORECASE,
)
"""A second half that hangs on the words before "that": without them it has no subject."""

_ASIDE = re.compile(r"\s+\((?!(?:\d+|[ivx]+|[a-z])\))[^()$]*\)|\s*\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]")
_INNER_ADVERB = re.compile(
    r",\s+(?:however|therefore|moreover|furthermore|thus|hence|in turn|in particular),\s+", re.I
)

_PARTICIPLES = (
    r"achieving|allowing|avoiding|bringing|bridging|capturing|closing|confirming|contributing|covering|creating|cutting|"
    r"delivering|demonstrating|driving|eliminating|enabling|enhancing|ensuring|establishing|exceeding|exhibiting|"
    r"extending|facilitating|featuring|forming|gaining|generating|giving|guiding|helping|highlighting|"
    r"illustrating|improving|including|increasing|indicating|introducing|keeping|leading|leveraging|maintaining|making|"
    r"marking|matching|motivating|obtaining|offering|opening|outperforming|paving|preserving|preventing|producing|"
    r"promoting|proving|providing|pushing|raising|reaching|reducing|rendering|representing|resulting|retaining|"
    r"revealing|saving|serving|setting|showcasing|showing|significantly \w+ing|simplifying|spanning|specifically|"
    r"substantially \w+ing|suggesting|supporting|surpassing|underscoring|unlocking|using|utilizing|yielding"
)
_TAIL = re.compile(
    rf",\s+(?:(?:and )?thereby\s+\w+ing|thus\s+\w+ing|hence\s+\w+ing|(?:all |both )?while|whereas|which|where|whose|who|"
    rf"(?:often |greatly |further |simultaneously |effectively |consistently )?(?:{_PARTICIPLES})|such as|e\.g\.|i\.e\.|"
    rf"as well as|especially|particularly|namely|with (?:an?|the|\w+ing)|"
    rf"and (?:we|our (?:method|model|approach|results|experiments)|hope)|so that|as)\s[^,;:]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:;|:|\s[—–-]{1,3})\s[^;:]*$")
_BY = re.compile(
    r"(?<=\w)(?<!ed)(?<!en)(?<!done)(?<!built)\s+(?:by|through|via)\s+(?:\w+ly )?\w+ing\b[^,;:]*$"
)
_FRONT = re.compile(
    r"^(?:To|By|Based on|Inspired by|Motivated by|Building (?:up)?on|Drawing on|Leveraging|Using|Towards?)\s[^;:]*?,\s+"
    r"(?=(?:we|this (?:paper|work|study|article))\s)"
)
_FRONTED = re.compile(
    r"^(?:When|While|If|Although|Though|By|Given|To|As|Since|Unlike|Despite|Because|For|In|With|Using|Based|Through|"
    r"On|At|After|Before|Under|Once|Compared|Inspired|Motivated|Building|Drawing|From|Even|Without|Where|Whereas|"
    r"Leveraging|Towards?|Beyond|Among|During|Instead|Rather|Across|Within|Over|Until|Upon|Via|\w+ing)\b"
)
_SUBJECT = re.compile(r",\s+(?:we|our|it|this|the|they|these|an?|I)\s", re.IGNORECASE)
_HANGING = re.compile(
    r"(?:^|\s)(?:of|and|or|that|as|to|the|an?|in|on|by|for|with|from|than|is|are|be|which|both|either|not only|such)$",
    re.I,
)


def shorten(sentence: str, words: int | None = None) -> str:
    """The sentence without what it can do without, ending in a full stop.

    Lead-ins and asides always go; ends and fronts go one by one until it has at most `words` words, or all of
    them where `words` is None. It may stay longer than that. What it says of less, it says as the authors do.
    """
    text, before = _bare(sentence), ""
    while text != before and (words is None or len(text.split()) > words):
        before = text
        for cut in (_tail, _after, _by, _front):
            if words is None or len(text.split()) > words:
                text = _bare(cut(text))
    return text


def _bare(text: str) -> str:
    """Without asides, lead-ins and adverbs, until nothing more of them is there."""
    before = ""
    while before != text:
        before = text
        text = _plain(_without(text, _ASIDE))
        text = _INNER_ADVERB.sub(" ", text)
        for lead_in in _LEAD_INS:
            text = _kept(text, _capital(lead_in.sub("", text)))
        if (said := _THAT.match(text)) and not _JOINED_VERB.search(text[said.end() :]):
            text = _kept(text, _capital(text[said.end() :]))
    return text


def _without(text: str, part: re.Pattern[str]) -> str:
    """The text without such parts, but for those that limit what is said or stand in a formula."""

    def replaced(match: re.Match[str]) -> str:
        in_formula = text.count("$", 0, match.start()) % 2 == 1
        return match[0] if in_formula or _LIMITS.search(match[0]) else ""

    return _kept(text, part.sub(replaced, text))


def _tail(text: str) -> str:
    return _cut_end(text, _TAIL)


def _after(text: str) -> str:
    return _cut_end(text, _AFTER)


def _by(text: str) -> str:
    return _cut_end(text, _BY)


def _cut_end(text: str, end: re.Pattern[str]) -> str:
    """The text up to the match, where that is whole: a front needs its main clause."""
    match = end.search(text)
    if not match or _LIMITS.search(match[0]):
        return text
    left = text[: match.start()]
    if _FRONTED.match(left) and not _SUBJECT.search(left):
        return text
    return _kept(text, left + ".")


def _front(text: str) -> str:
    match = _FRONT.match(text)
    return text if not match or _LIMITS.search(match[0]) else _kept(text, _capital(text[match.end() :]))


def _kept(before: str, after: str) -> str:
    """`after`, or `before` where too little is left, or a bracket, quote, formula or phrase is left open."""
    pairs = all(after.count(a) == after.count(b) for a, b in ("()", "[]", "{}", "“”"))
    even = after.count("$") % 2 == 0 and after.count('"') % 2 == 0
    whole = len(after.split()) >= LEAST and not _HANGING.search(after.rstrip(" .,;:"))
    return after if pairs and even and whole else before


def _plain(text: str) -> str:
    """Tidy at the seams: one space, no space before a comma, a capital first, a full stop last."""
    text = re.sub(r"\s+([,;:.])(?=\s|$)", r"\1", " ".join(text.split()))
    text = text.rstrip(" ,;:")
    return _capital(text if text.endswith((".", "?", "!")) else f"{text}.") if text else text


def _capital(text: str) -> str:
    """With a capital first, unless the first word is a name that is written small (`mBERT`)."""
    first = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in first) else text[:1].upper() + text[1:]
