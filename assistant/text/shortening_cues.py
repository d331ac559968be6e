"""The words by which `shortening.py` finds the parts of a sentence: lead-ins, asides, fronts and ends, and what must stay.

Patterns only. They would rather miss a part than take something for one.
"""

import re

_DENYING = r"not|no|never|none|cannot|neither|nor|only|but|except|unless|without|up to|at (?:most|least)|if|when|fails?"
DENIES = re.compile(rf"\b(?:{_DENYING})\b|n['’]t\b", re.IGNORECASE)
LIMITS = re.compile(
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
LEAD_INS = (
    re.compile(rf"^(?:{_ADVERBS}),\s+(?=\S)"),
    re.compile(rf"^(?:{_THIS_PLACE}),?\s+(?=(?:we|the authors|I)\b|\w)", re.IGNORECASE),
    re.compile(rf"^(?:in order )?(?:{_THESE_FAULTS}),\s+(?=\S)", re.IGNORECASE),
    re.compile(rf"^(?:{_THESE_REASONS}),\s+(?=\S)", re.IGNORECASE),
)
THAT = re.compile(
    rf"^(?:we|this (?:paper|work|study|article)|(?:(?:our|the|these|extensive|comprehensive|experimental|empirical|"
    rf"thorough|further|rigorous) )*(?:experiments?|results?|evaluations?|analys[ei]s|findings?))"
    rf"(?: (?:also|further|then|first|finally|empirically|experimentally))? (?:{_SEEN}) that,?\s+(?=\S)",
    re.IGNORECASE,
)
JOINED_VERB = re.compile(
    r"\b(?:and|or|but|as well as)(?: (?:\w+ly|also|then|further|thus))? (?:that|propose|present|introduce|show|demonstrate|"
    r"provide|release|discuss|analy[sz]e|evaluate|study|use|develop|design|derive|give|find|prove|report|apply|validate|"
    r"verify|explore|investigate|argue|offer|compare|identify|suggest|establish|extend|describe|observe|conduct|"
    r"perform|open-source|hope|highlight|explain|illustrate|confirm|reveal|test|measure|train|outline|make|"
    r"construct|build|leverage|examine|characterize|consider|address|employ|implement|obtain|devise|formulate)\b",
    re.IGNORECASE,
)
"""A second half that hangs on the words before "that": without them it has no subject."""

ASIDE = re.compile(
    r"(?<!\s)\s+\((?!(?:\d+|[ivx]+|[a-z])\))[^()$]*\)|(?:(?<!\s)\s+)?\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]"
)
UNFINISHED = re.compile(
    r"(?:^|\b(?:the|an?|our|of|and|or|for|with|to|in|by|on|is|are)|[,;:])$", re.IGNORECASE
)
"""What stands before a bracket that belongs to the next words: "the (group) lasso"."""
INNER_ASIDE = re.compile(
    r",\s+(?:i\.e\.|e\.g\.|that is|also known as|also called|namely),?\s[^,;:()]*,(?=\s)", re.IGNORECASE
)
INNER_ADVERB = re.compile(
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
TAIL = re.compile(
    rf",\s+(?:(?:by|through) (?:\w+ly )?\w+ing|via|in which|under which|(?:and )?thereby\s+\w+ing|thus\s+\w+ing|hence\s+\w+ing|(?:all |both )?while|whereas|which|where|whose|who|"
    rf"(?:often |greatly |further |simultaneously |effectively |consistently )?(?:{_PARTICIPLES})|such as|e\.g\.|i\.e\.|"
    rf"as well as|especially|particularly|namely|with (?:an?|the|\w+ing)|"
    rf"and (?:we|our (?:method|model|approach|results|experiments)|hope)|so that|as)\s[^,;:]*$",
    re.IGNORECASE,
)
AFTER = re.compile(r"(?:[;:]|\s(?:[—–]|--+))\s[^;:—–]*$")
PROPOSAL = re.compile(
    r"^(?:We|I|This (?:paper|work|article|study)|Our (?:paper|work)) (?:\w+ )?(?:propos|present|introduc|develop|describ|design|devis|"
    r"stud(?:y|ies)|investigat|explor|examin|address|tackl|buil[dt]|provid|deriv|formulat|construct|offer|consider|focus|"
    r"point to|creat|releas|train|us(?:e|es)\b|extend|appl(?:y|ies)|leverag|analy[sz])\w*\s",
    re.IGNORECASE,
)
JOINT = re.compile(
    r",? (?:that|which|where|while|to(?= (?!the|an?|both|these|this|our|all|each|which|various|other|new|multiple|any|its|their)[a-z]+ )|"
    r"for|by|using|via|through|with|on|in|across|under|based on|inspired by|such that|so that|"
    r"and (?:uses?|achieves?|outperforms?|improves?|learns?|allows?|enables?|provides?|reduces?|shows?|generates?|"
    r"leverages?|produces?|demonstrates?|combines?|predicts?|performs?|captures?|applies|apply|employs?|supports?|"
    r"yields?|offers?|can|then|is|are))(?= )",
    re.IGNORECASE,
)
"""Where a modifier begins; before "of", "as", "than", "between", "from" something would be torn apart."""
NEEDS_MORE = re.compile(
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
AND_ALSO = re.compile(
    r"(?:,|(?<![\s,]))\s+and (?:we )?(?:also |then |further |empirically |theoretically )?(?:show|demonstrate|find|prove|verify|validate|illustrate|"
    r"discuss|evaluate|analy[sz]e|compare|confirm|observe|report|propose|present|introduce|provide|study|investigate|"
    r"apply|extend|develop|derive|establish|explore|examine|test|describe|use|design|release|offer|identify|"
    r"highlight|argue)\b(?!,)[^;:]*$",
    re.IGNORECASE,
)
"""A second thing that "we" do, where the sentence begins with "We" and a verb."""
BY = re.compile(
    r"(?<=\w)(?<!ed)(?<!en)(?<!done)(?<!built)\s+(?:by|through|via)\s+(?:\w+ly )?\w+ing\b[^,;:]*$"
)
FRONT = re.compile(
    r"^(?:To|By|Based on|Inspired by|Motivated by|Building (?:up)?on|Drawing on|Leveraging|Using|Towards?)\s[^;:]*?,\s+"
    r"(?=(?:we|this (?:paper|work|study|article))\s)"
)
OTHERS_FRONT = re.compile(
    r"^(?!If|When|Only|Unless|Except|We|Our|This|These|The)[A-Z][\w-]*\s[^;:]*?,\s+(?:(?:in this (?:paper|work)|here),? )?"
    r"(?=(?:we|this (?:paper|work|study|article)) (?:\w+ )?(?:proposes?|presents?|introduces?|develops?|describes?|designs?|"
    r"devises?|study|studies|investigates?|explores?|derives?)\s)"
)
"""What is said of others, or as the reason, before what the paper does."""
FRONTED = re.compile(
    r"^(?:When|While|If|Although|Though|By|Given|To|As|Since|Unlike|Despite|Because|For|In|With|Using|Based|Through|"
    r"On|At|After|Before|Under|Once|Compared|Inspired|Motivated|Building|Drawing|From|Even|Without|Where|Whereas|"
    r"Leveraging|Towards?|Beyond|Among|During|Instead|Rather|Across|Within|Over|Until|Upon|Via|\w+ing)\b"
)
SUBJECT = re.compile(r",\s+(?:we|our|it|this|the|they|these|an?|I)\s", re.IGNORECASE)
HANGING = re.compile(
    r"(?:^|\s)(?:of|and|or|that|as|to|the|an?|in|on|by|for|with|from|than|is|are|be|which|both|either|not only|such)$",
    re.I,
)
