"""Replies and hits as lines of plain text for the terminal. Control characters of strangers' texts are taken out."""

import re
from collections import Counter

from assistant.asking.reply import Reply
from assistant.checking.checks import Verdict
from assistant.checking.citations import Claim
from assistant.evidence.sources import Source
from assistant.library.cleaning import visible
from assistant.library.papers import Hit, Paper

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SIGNS: dict[Verdict, str] = {
    "supported": "✓",
    "quoted": "✓",
    "unsure": "?",
    "unsupported": "✗",
    "uncited": "✗",
    "background": "·",
    "analogy": "·",
}


def plain(text: str) -> str:
    """The text without control and invisible characters, so that no abstract can drive the terminal."""
    return _CONTROL.sub(" ", visible(text))


def one_line(text: str) -> str:
    """The text with line breaks and runs of white space made single spaces, and what no one can see taken out.

    So no title can begin a header of its own in a mail, nor hold what XML does not allow.
    """
    return "".join(filter(str.isprintable, " ".join(visible(text).split())))


def doubt(claim: Claim) -> str:
    """What stands behind a claim that does not hold: ` (unsure)`; nothing behind one that does."""
    return "" if claim.holds else f" ({claim.verdict})"


def upvotes(paper: Paper) -> str:
    """`1,204 upvotes`; nothing where they are not known."""
    return f"{paper.upvotes:,} upvote{'s' * (paper.upvotes != 1)}" if paper.upvotes is not None else ""


def sample(paper: Paper) -> str:
    """What stands behind a sample paper's title; nothing behind any other."""
    return " (sample: described in our own words)" if paper.is_sample else ""


def reply_lines(reply: Reply) -> list[str]:
    """What stands under an answer: doubtful claims, sources with the reason they were found, nearest papers."""
    lines = []
    if reply.question.filters:
        lines += ["", "Only: " + plain(", ".join(reply.question.filters.labels().values()))]
    if reply.claims:
        lines += ["", plain(f"{reply.notice.message} {reply.notice.next_step}")] if reply.notice else []
        lines += ["", summary(reply)]
        lines += [
            f"  {_SIGNS[c.verdict]} {c.verdict}: {plain(c.text)[:90]}… {plain(_why(c))}"
            for c in _doubtful(reply)
        ]
        lines += [plain(opinions(reply))] if opinions(reply) else []
        lines += ["", "Sources"] + [line for source in reply.cited for line in _source_lines(source)]
    if reply.nearest:
        lines += ["", reply.heading] + [
            f"  {plain(hit.paper.title)}\n    {hit.paper.url}" for hit in reply.nearest
        ]
    return lines


def summary(reply: Reply) -> str:
    """The verdicts counted: `5 claims: 4 supported, 1 unsure`."""
    counts = Counter(claim.verdict for claim in reply.claims)
    parts = [f"{counts[verdict]} {verdict}" for verdict in _SIGNS if counts[verdict]]
    return f"{len(reply.claims)} claim{'s' * (len(reply.claims) != 1)}: {', '.join(parts)}"


def opinions(reply: Reply) -> str:
    """The second opinion counted: `Second opinion of m: agrees with 4, disagrees with 1.` Empty where there is none."""
    given = [claim.opinion for claim in reply.claims if claim.opinion]
    counts = Counter(opinion.says for opinion in given)
    views = {"agrees with": counts["yes"], "in part with": counts["partly"], "disagrees with": counts["no"]}
    parts = [f"{view} {count}" for view, count in views.items() if count]
    return f"Second opinion of {given[0].by}: {', '.join(parts)}." if given else ""


def why_found(hit: Hit) -> str:
    """Why a paper was found: `2nd by meaning, 1st by keywords`."""
    ranks = (("meaning", hit.meaning_rank), ("keywords", hit.keyword_rank))
    return (
        ", ".join(f"{_ordinal(rank)} by {name}" for name, rank in ranks if rank) or "newest with most upvotes"
    )


def hit_lines(hit: Hit) -> list[str]:
    """One found paper: title, who and when, where, why."""
    paper = hit.paper
    about = " · ".join(filter(None, (paper.byline, str(paper.published or ""), ", ".join(paper.categories))))
    return [plain(paper.title) + sample(paper), f"  {plain(about)}", f"  {paper.url}", f"  {why_found(hit)}"]


def _why(claim: Claim) -> str:
    return " ".join(filter(None, (claim.reason, claim.opinion.sentence if claim.opinion else "")))


def _doubtful(reply: Reply) -> list[Claim]:
    return [claim for claim in reply.claims if not claim.holds]


def _source_lines(source: Source) -> list[str]:
    first, *rest = hit_lines(source.hit)
    return [f"[{source.number}] {first}", *(f"  {line}" for line in rest)]


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
