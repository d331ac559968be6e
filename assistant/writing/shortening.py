"""Make a long sentence of an abstract shorter by leaving parts out; no word is added, moved or changed.

First goes what says nothing: lead-ins ("In this paper, we show that"), discourse adverbs, asides in brackets. Then,
while the sentence is still too long, what hangs on its end or stands before its subject. A part that limits what is
said (not, only, up to, but, without …) is never left out, nor one whose end cannot be told from its words alone.
"""

import re

from assistant.grounding.sentences import LONGEST
from assistant.writing.excerpts import is_closed

LEAST = 5
"""Words: what is left of a shorter sentence says too little to stand alone."""

_DENYING = r"not|no|never|none|cannot|neither|nor|only|but|except|unless|without|up to|at (?:most|least)|if|when|fails?"
_DENIES = re.compile(rf"\b(?:{_DENYING})\b|n['’]t\b", re.IGNORECASE)
_LIMITS = re.compile(
    rf"\b(?:{_DENYING}|solely|just|failed|lacks?|at best|provided|although|though|however|despite|limited|unlike|rather|"
    r"instead|partly|partially|contrary)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that deny, limit or condition: with them gone the sentence could say more than the authors did."""

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
_THESE_REASONS = (
    r"(?:based on|building (?:up)?on|motivated by|inspired by|guided by|following|given) (?:this|these|those|our|the above) "
    r"(?:[\w-]+ )?(?:insights?|findings?|observations?|analys[ei]s|results?|ideas?|intuitions?)"
)
_SEEN = r"(?:show|demonstrate|find|observe|discover|reveal|confirm|report)(?:s|ed)?|found"
_LEAD_INS = (
    re.compile(rf"^(?:{_ADVERBS}),\s+(?=\S)"),
    re.compile(rf"^(?:{_THIS_PLACE}),?\s+(?=(?:we|the authors|I)\b|\w)", re.IGNORECASE),
    re.compile(rf"^(?:in order )?(?:{_THESE_FAULTS}),\s+(?=\S)", re.IGNORECASE),
    re.compile(rf"^(?:{_THESE_REASONS}),\s+(?=\S)", re.IGNORECASE),
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
_UNFINISHED = re.compile(
    r"(?:^|\b(?:the|an?|our|of|and|or|for|with|to|in|by|on|is|are)|[,;:])$", re.IGNORECASE
)
"""What stands before a bracket that belongs to the next words: "the (group) lasso"."""
_INNER_ASIDE = re.compile(
    r",\s+(?:i\.e\.|e\.g\.|that is|also known as|also called|namely),?\s[^,;:()]*,(?=\s)", re.IGNORECASE
)
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
    rf",\s+(?:(?:by|through) (?:\w+ly )?\w+ing|via|in which|under which|(?:and )?thereby\s+\w+ing|thus\s+\w+ing|hence\s+\w+ing|(?:all |both )?while|whereas|which|where|whose|who|"
    rf"(?:often |greatly |further |simultaneously |effectively |consistently )?(?:{_PARTICIPLES})|such as|e\.g\.|i\.e\.|"
    rf"as well as|especially|particularly|namely|with (?:an?|the|\w+ing)|"
    rf"and (?:we|our (?:method|model|approach|results|experiments)|hope)|so that|as)\s[^,;:]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:[;:]|\s(?:[—–]|--+))\s[^;:—–]*$")
LEAST_TRIMMED = 11
"""Words: "We propose a new method." tells nothing."""
_PROPOSAL = re.compile(
    r"^(?:We|I|This (?:paper|work|article|study)|Our (?:paper|work)) (?:\w+ )?(?:propos|present|introduc|develop|describ|design|devis|"
    r"stud(?:y|ies)|investigat|explor|examin|address|tackl|buil[dt]|provid|deriv|formulat|construct|offer|consider|focus|"
    r"point to|creat|releas|train|us(?:e|es)\b|extend|appl(?:y|ies)|leverag|analy[sz])\w*\s",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r",? (?:that|which|where|while|to(?= (?!the|an?|both|these|this|our|all|each|which|various|other|new|multiple|any|its|their)[a-z]+ )|"
    r"for|by|using|via|through|with|on|in|across|under|based on|inspired by|such that|so that|"
    r"and (?:uses?|achieves?|outperforms?|improves?|learns?|allows?|enables?|provides?|reduces?|shows?|generates?|"
    r"leverages?|produces?|demonstrates?|combines?|predicts?|performs?|captures?|applies|apply|employs?|supports?|"
    r"yields?|offers?|can|then|is|are))(?= )",
    re.IGNORECASE,
)
"""Where a modifier begins; before "of", "as", "than", "between", "from" something would be torn apart."""
_NEEDS_MORE = re.compile(
    r"(?:ed|ing|ly|able|ible|ive|\b(?:that|which|who|whose|where|when|how|what|why|is|are|was|were|be|can|and|or|of|the|an?|"
    r"to|such|so|both|either|between|as|than|more|most|less|new|novel|not|based|due|prior|first|one|two|"
    r"capable|known|shown|given|seen|found|deal|deals|pass|passes|act|acts|work|works|exist|exists|rely|relies|depend|depends|"
    r"allows?|while|order|helpful|because|since|whereas|converge|converges|generali[sz]es?|operate|operates|differ|differs|vary|varies|similar|equivalent|robust|invariant|adapt|learn|able|aim|aims|used|"
    r"show|shows|prove|proves|find|finds|demonstrates?|ensures?|assum\w+|fact|idea|hypothesis|claim|evidence|"
    r"(?:that|which|who|to|can|and|\w+ly) [a-z]+(?:s|e|t|n|p|d)))$|"
    r"\b(?:allow|enabl|help|encourag|requir|forc|train|teach|guid|us|caus|lead|prompt|ask|instruct|seek|tend|need|"
    r"attempt|tri|mov|map|convert|transform|turn|transfer|compar|relat|appl|connect|link|focus|rel(?=i|y)|depend|"
    r"optimiz|adapt|keep|put|plac|hold|split|divid|bring|send|assign|embed|cast|treat|inject|insert)\w* [^,]{0,40}$|"
    r"[:;]|\b(?:show|demonstrat|find|found|prov|observ|reveal|indicat|suggest|argu|confirm)\w* (?:that|how|when|whether)\b|"
    r",? (?:and|but) (?:the|we|our|it|they|this|these)\b|\b(?:whether|as it|as they|so that|such that|for example)\b",
    re.IGNORECASE,
)
"""Ends that ask for what comes next: a verb for its object, "allows the robot" for "to walk"."""
_AND_ALSO = re.compile(
    r",?\s+and (?:we )?(?:also |then |further |empirically |theoretically )?(?:show|demonstrate|find|prove|verify|validate|illustrate|"
    r"discuss|evaluate|analy[sz]e|compare|confirm|observe|report|propose|present|introduce|provide|study|investigate|"
    r"apply|extend|develop|derive|establish|explore|examine|test|describe|use|design|release|offer|identify|"
    r"highlight|argue)\b(?!,)[^;:]*$",
    re.IGNORECASE,
)
"""A second thing that "we" do, where the sentence begins with "We" and a verb."""
_BY = re.compile(
    r"(?<=\w)(?<!ed)(?<!en)(?<!done)(?<!built)\s+(?:by|through|via)\s+(?:\w+ly )?\w+ing\b[^,;:]*$"
)
_FRONT = re.compile(
    r"^(?:To|By|Based on|Inspired by|Motivated by|Building (?:up)?on|Drawing on|Leveraging|Using|Towards?)\s[^;:]*?,\s+"
    r"(?=(?:we|this (?:paper|work|study|article))\s)"
)
_OTHERS_FRONT = re.compile(
    r"^(?!If|When|Only|Unless|Except|We|Our|This|These|The)[A-Z][\w-]*\s[^;:]*?,\s+(?:(?:in this (?:paper|work)|here),? )?"
    r"(?=(?:we|this (?:paper|work|study|article)) (?:\w+ )?(?:proposes?|presents?|introduces?|develops?|describes?|designs?|"
    r"devises?|study|studies|investigates?|explores?|derives?)\s)"
)
"""What is said of others, or as the reason, before what the paper does."""
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
    them where `words` is None. It may stay longer than that, and a sentence of more than LONGEST characters stays as
    it is. What it says of less, it says as the authors do.
    """
    if len(sentence) > LONGEST:
        return sentence
    text, before = _bare(sentence), ""
    while text != before and (words is None or len(text.split()) > words):
        before = text
        for cut in (_front, _tail, _after, _by, _and_also):
            if words is None or len(text.split()) > words:
                text = _bare(cut(text))
    if words is not None and len(text.split()) > words:
        text = _bare(_trimmed(text, words))
    return text


def without_lead_in(sentence: str) -> str:
    """The sentence from where it begins to say something, word for word: without "However," and "To address this gap,"."""
    rest, before = sentence, ""
    while rest != before and len(sentence) <= LONGEST:
        before = rest
        for lead_in in _LEAD_INS:
            rest = lead_in.sub("", rest)
    return _kept(sentence, rest)


def _bare(text: str) -> str:
    """Without asides, lead-ins and adverbs, until nothing more of them is there."""
    before = ""
    while before != text:
        before = text
        text = _plain(_without(_without(text, _ASIDE), _INNER_ASIDE))
        text = _INNER_ADVERB.sub(" ", text)
        for lead_in in _LEAD_INS:
            text = _kept(text, _capital(lead_in.sub("", text)))
        if (said := _THAT.match(text)) and not _JOINED_VERB.search(text[said.end() :]):
            text = _kept(text, _capital(text[said.end() :]))
    return text


def _without(text: str, part: re.Pattern[str]) -> str:
    """The text without such parts, but for those that limit what is said or stand in a formula."""

    def replaced(match: re.Match[str]) -> str:
        before = text[: match.start()]
        part_of_it = before.count("$") % 2 == 1 or _UNFINISHED.search(before)
        return match[0] if part_of_it or _LIMITS.search(match[0]) else ""

    return _kept(text, part.sub(replaced, text))


def _tail(text: str) -> str:
    return _cut_end(text, _TAIL)


def _after(text: str) -> str:
    return _cut_end(text, _AFTER)


def _by(text: str) -> str:
    return _cut_end(text, _BY)


def _trimmed(text: str, words: int) -> str:
    """What is proposed or studied, without its last modifiers: up to the last joint within `words` that leaves it whole."""
    if not _PROPOSAL.match(text):
        return text
    for joint in reversed(list(_JOINT.finditer(text))):
        left = text[: joint.start()].rstrip(" ,")
        if LEAST_TRIMMED <= len(left.split()) <= words and not _NEEDS_MORE.search(left):
            return text if _DENIES.search(text) else _kept(text, left + ".")
    return text


def _and_also(text: str) -> str:
    return _cut_end(text, _AND_ALSO) if re.match(r"(?:We|I)\s", text) else text


def _cut_end(text: str, end: re.Pattern[str]) -> str:
    """The text up to the match, where that is whole: a front needs its main clause."""
    match = end.search(text)
    if not match or _LIMITS.search(match[0]) or text.count(";") > 1:  # several are a list
        return text
    left = text[: match.start()]
    if re.search(r",\s+we\s", left) and "and we" in match[0]:  # the last of a row of clauses
        return text
    if _FRONTED.match(left) and not _SUBJECT.search(left):
        return text
    return _kept(text, left + ".")


def _front(text: str) -> str:
    if others := _OTHERS_FRONT.match(text):
        return _kept(text, _capital(text[others.end() :]))
    match = _FRONT.match(text)
    return text if not match or _LIMITS.search(match[0]) else _kept(text, _capital(text[match.end() :]))


def _kept(before: str, after: str) -> str:
    """`after`, or `before` where too little is left, or a bracket, quote, formula or phrase is left open."""
    closed = is_closed(after) and after.count('"') % 2 == 0
    listing = ("(i)" in after and "(ii)" not in after) or ("(1)" in after and "(2)" not in after)
    whole = len(after.split()) >= LEAST and not listing and not _HANGING.search(after.rstrip(" .,;:"))
    return after if closed and whole else before


def _plain(text: str) -> str:
    """Tidy at the seams: one space, no space before a comma, a capital first, a full stop last."""
    text = re.sub(r"\s+([,;:.])(?=\s|$)", r"\1", " ".join(text.split()))
    text = text.rstrip(" ,;:")
    return _capital(text if text.endswith((".", "?", "!")) else f"{text}.") if text else text


def _capital(text: str) -> str:
    """With a capital first, unless the first word is a name that is written small (`mBERT`)."""
    first = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in first) else text[:1].upper() + text[1:]
