"""What kind of question it is, and of what, by its wording. Pure; the first rule that fits decides.

The conditions are out of the text by then. What stands in quotes, as the title of a paper, is not read.
"""

import re
from dataclasses import dataclass

from assistant.asking.intent import Kind, Role
from assistant.text.words import content


@dataclass(frozen=True, slots=True)
class Reading:
    """What kind of question it is, of what, and which sentences answer it."""

    kind: Kind
    role: Role | None = None
    subjects: tuple[str, ...] = ()
    denies: bool = False
    about: str = ""
    """What the papers of an author are to be about, where the question says so."""


PAPERS = r"(?:papers?|articles?|publications?|preprints?|studies)"
_PAPERS = PAPERS.replace("s?", "s")
_HELP = re.compile(
    r"\W*(?:(?:hi|hello|hey)(?:\s+there)?|good\s+(?:morning|afternoon|evening|day)"
    r"|(?:thanks?|thank\s+you)(?:\s+(?:a\s+lot|very\s+much|so\s+much))?|help(?:\s+me)?"
    r"|what\s+can\s+(?:you\s+do|i\s+(?:ask|do))(?:\s+(?:here|you))?|how\s+(?:do|can)\s+i\s+use\s+(?:this|it|you)"
    r"|(?:who|what)\s+are\s+you)\W*",
    re.IGNORECASE,
)
_NO_TOPIC = content(
    "new news newest latest recent recently current trending featured published released release posted top hot "
    "interesting popular important happened happening today week month year anything else show list everything stuff "
    "daily day going come came out"
)
_ARTICLE = r"(?:an?\s+|the\s+)?"
_THING = rf"{_ARTICLE}((?:[\w./+-]+\s+){{0,4}}?[\w./+-]*\w)"
"""A name has up to five words; what is longer is a question of another kind."""
_DEFINE = (
    rf"^\W*(?:so\s+)?(?:what\s+do(?:es)?\s+{_THING}\s+(?:mean|stand\s+for)|what\s+do\s+you\s+mean\s+by\s+{_THING}"
    rf"|(?:what\s+is\s+)?(?:the\s+)?(?:definition|meaning)\s+of\s+{_THING}"
    rf"|(?:what(?:\s+exactly)?(?:\s+is|\s+are|[’']s)|explain|define)\s+(?!how\b|wh)(?:meant\s+by\s+)?{_THING}"
    r"(?:\s+(?:anyway|exactly))?"
    rf"|(?:(?:can|could)\s+you\s+)?explain(?:\s+to\s+me)?\s+what\s+{_THING}\s+(?:is|are|means?)"
    rf"|i\s+don[’']t\s+(?:get|know|understand)\s+what\s+{_THING}\s+(?:is|are|means?)\b[^?]{{0,100}})\W*$"
)
_NO_NAME = re.compile(
    r"^(?:[\w-]+\s+)?(?:limitation|problem|challenge|difficult|issue|obstacle|weakness|drawback|advantage|benefit|"
    r"strength|risk|danger|use|application|type|kind|difference|example|reason|cause|role|purpose|goal|point|cost|"
    r"alternative|future|state|pro|part|component|step|trend)\w*\s+(?:\w+\s+)?(?:of|for|between|in|to|with|and)\b"
    r"|\s(?:for|in|about|of|to|with|from)$"
    r"|^(?:best|largest|biggest|fastest|smallest|cheapest|strongest|most|good|new|known|going)\b",
    re.IGNORECASE,
)
"""“Limitations of LoRA”, “adapters good for” and “best open model” are no names, “mixture of experts” is."""
_TWO = r"(.{2,200}?)"
_COMPARE_RESULTS = (
    rf"^\W*(?:how\s+(?:is|are)\s+{_TWO}\s+different\s+from\s+{_TWO}|what\s+distinguishes\s+{_TWO}\s+from\s+{_TWO}"
    rf"|(?:is|are)\s+{_TWO}\s+(?:better|worse|faster|cheaper)\s+than\s+{_TWO}"
    rf"|which\s+is\s+(?:better|worse|faster|cheaper)\W+{_TWO}\s+or\s+{_TWO}"
    rf"|should\s+(?:i|we|one)\s+use\s+{_TWO}\s+or\s+{_TWO}"
    rf"|how\s+do(?:es)?\s+{_TWO}\s+compare\s+(?:to|with)\s+(?!and\b){_TWO})\W*$"
)
_COMPARE = (
    rf"^\W*(?:{_TWO}\s+(?:versus|vs\.?|compared\s+(?:to|with))\s+(?!and\b){_TWO}"
    rf"|(?:.{{0,200}}?\b)?(?:compare|contrast|differences?\s+between)\s+{_TWO}\s+(?:and|with|to|from)\s+{_TWO}"
    r"(?:\s+please)?)\W*$"
)
_DENIED = re.compile(
    r"\b(?:show|find|found|report|claim|argue|prove|suggest|evidence)(?:s|n|ing|ed)?\s+(?:that\s+)?(?:[^?]{0,200}?\s)??"
    r"\W*(?:not|never|no|cannot|without|\w+n[’']t)\b|\bfail(?:s|ed)?\s+to\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]{1,300}”|\"[^\"]{1,300}\"")

_LIMITS = r"(?:limits?|limitations?|drawbacks?|weakness(?:es)?|disadvantages?|downsides?|shortcomings?|challenges|pros\s+and\s+cons)"
_WORDINGS: tuple[tuple[Kind, Role | None, str], ...] = (
    ("of_these_papers", None, r"^\W*(?:and\s+)?which\s+(?:one\s+)?of\s+(?:these|those|them)\b"),
    (
        "why",
        None,
        r"\bwhy\b|\bhow\s+come\b|^\W*reasons?\s+for\b"
        r"|\bwhat\s+(?:(?:are|is|were|was)\s+the\s+(?:\w+\s+)?(?:causes?|reasons?)\b|causes?|caused|explains?|makes|leads?\s+to)\b",
    ),
    (
        "limitations",
        "problem",
        rf"^\W*(?:(?:what|which)\s+(?:is|are)\s+|any\s+)?(?:the\s+|its\s+|their\s+)?(?:main\s+)?{_LIMITS}\s*(?:(?:of|to|in|for)\s+(.{{1,200}}?))?\W*$"
        r"|^\W*what(?:\s+is|\s+are|[’']s)\s+wrong\s+with\s+(.{1,200}?)\W*$|^\W*what\s+problems?\s+do(?:es)?\s+.{1,200}\s+have\b"
        r"|^\W*where\s+do(?:es)?\s+.{1,200}\s+fail\b"
        r"|^\W*what\s+(?:can(?:[’']t|not)\s+.{1,200}\s+do\b|do(?:es)?(?:n[’']t|\s+not)\s+work\b)",
    ),
    ("compare", "results", _COMPARE_RESULTS),
    ("compare", None, _COMPARE),
    ("compare", None, r"^\W*(?:please\s+)?(?:compare|contrast)\b"),
    (
        "list_papers",
        "method",
        rf"^\W*(?:which|what)\s+(?!did\b|do\b|does\b)(?:\w+\s+){{0,2}}?{PAPERS}\b(?!\s+(?:did|do|does|is|are|was)\b)"
        r"|^\W*which\s+(?:show|find|report|claim|argue|prove)s?\s+that\b|^\W*what\s+should\s+i\s+read\b"
        rf"|^\W*(?:list|show|find|give|name)\s+(?:\w+\s+){{0,4}}?(?:{PAPERS}|something\s+to\s+read|works?)\b"
        rf"|^\W*(?:any|(?:(?:is|are)\s+there|do(?:es)?)\s+(?:an?|any|some))\s+(?:[\w-]+\s+)??(?:{PAPERS}|recent\s+works?|related\s+works?)\b"
        rf"|^\W*(?:is|are)\s+there\s+{_PAPERS}\b|^\W*who\s+(?:works|is\s+working)\s+on\b"
        rf"|^\W*(?!(?:how|why|who|the|do|does|did|is|are|was|these|those|this|can|could)\b)(?:[\w-]+\s+){{0,2}}?{_PAPERS}\b"
        r"|^\W*(?:did|has|have)\s+(?:release|publish)\w*\s+any",
    ),
    (
        "results",
        "results",
        r"\bhow\s+(?:well|much|many|fast|often|long|far|good|large|big|strong|accurate\w*|effective\w*|reliabl[ey]|robust)\b"
        r"|\bhow\b.{0,200}\b(?:compare|perform|fare|scale|score|affect|influence|impact|do on)s?\b"
        r"|\b(?:what|which)\s+(?:(?:are|is|was|were)\s+the\s+)?(?:main\s+|best\s+|key\s+)?"
        r"(?:results?|findings?|gains?|improvements?|performance|accurac(?:y|ies)|speed-?ups?|scores?|effects?|impact)\b"
        r"|^\W*(?:and\s+)?what\s+(?:did|do|has|have|was)\s+(?:[^?]{1,100}?\s)??(?:find|found|learn(?:ed)?|achieve|conclude)\b"
        r"|\boutperforms?\b",
    ),
    (
        "how",
        "method",
        r"\bhow\s+(?:do|does|did|is|are|was|were|can|could|should|to|one|you|i)\b|^\W*in\s+(?:which|what)\s+way\b"
        r"|\bhow\b.{0,200}\b(?:works?|made|built|trained|done|handles?)\b",
    ),
    ("define", "problem", _DEFINE),
    (
        "overview",
        "method",
        r"^\W*(?:please\s+)?(?:tell\s+(?:me|us)\s+(?:more|about)|(?:give\s+(?:me\s+)?)?an?\s+(?:overview|introduction))\b",
    ),
    (
        "overview",
        None,
        r"^\W*(?:please\s+)?(?:(?:overview|survey|introduction)\s+(?:of|to)|what\s+do(?:es)?\s+(?:.{1,100}?\s)??say|summari[sz]e"
        r"|describe|explain(?!\s+(?:how|why))|what(?:\s+is|[’']s)\s+(?:going\s+on|known|the\s+state\s+of\s+the\s+art)"
        r"|recent\s+(?:advances|progress)\s+in)\b|^\W*what\s+is\s+.{1,100}\sabout\W*$",
    ),
    (
        "general",
        "method",
        r"\b(?:what|which)\s+(?:[\w-]+\s+){0,3}?(?:methods?|approach(?:es)?|techniques?|algorithms?|ways?|strateg(?:y|ies))\b"
        r"|\b(?:what|which)\s+(?!is\b|are\b|was\b|were\b)(?:[\w-]+\s+)?(?:benchmarks?|data\s?sets?|corpora|models?|systems?|"
        r"tools?|frameworks?|architectures?|works?)\b"
        r"|\b(?:papers?|works?|studies|research|articles?)\s+(?:about|on)\b|\bwho\b",
    ),
    (
        "general",
        "problem",
        r"\b(?:what|which)\s+(?:\w+\s+){0,3}?(?:problems?|challenges?|difficult\w*|issues?|obstacles?)\b",
    ),
    (
        "yes_no",
        "results",
        r"(?:^|[-:;,.?–—])\W*(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must)\s+"
        r"(?!(?:you|i)\b)(?!there\s+(?:\w+\s+){0,3}?(?:papers?|work|stud(?:y|ies)|research|methods?|ways?|"
        r"approach(?:es)?|techniques?|benchmarks?|data\s?sets?|corpora|models?|tools?|surveys?)\b)",
    ),
)
"""In this order. “Can you tell me …” and “Are there benchmarks …” ask for something else than yes or no."""


def read_kind(text: str, has_conditions: bool = False) -> Reading:
    """What the text asks, but for questions to the records (`record_questions.py`)."""
    if not has_conditions and not any(map(str.isalnum, text)):
        return Reading("empty")
    text = _QUOTED.sub("“X”", text)
    if _HELP.fullmatch(text):
        return Reading("help")
    if content(text) <= _NO_TOPIC and (has_conditions or content(text)):
        return Reading("latest")
    found = _by_wording(text)
    if found.kind in ("list_papers", "general") and _DENIED.search(text):
        return Reading(found.kind, found.role, found.subjects, denies=True)
    return found


def _by_wording(text: str) -> Reading:
    for kind, role, pattern in _RULES:
        if match := pattern.search(text):
            found = tuple(filter(None, match.groups()))
            subjects = tuple(filter(content, found))
            if kind not in ("define", "compare") or (subjects == found and not _is_no_name(kind, found)):
                return Reading(kind, role, subjects)
    return Reading("general")


def _is_no_name(kind: Kind, subjects: tuple[str, ...]) -> bool:
    return kind == "define" and _NO_NAME.search(subjects[0]) is not None


_RULES = tuple((kind, role, re.compile(wording, re.IGNORECASE)) for kind, role, wording in _WORDINGS)
