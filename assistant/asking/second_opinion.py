"""A capable model reads a finished answer against the abstracts it cites, when a person asks for it.

It stands beside the check and never makes a verdict better: where the model finds a sentence not said, or only in part,
the verdict goes down. Where the model fails, or its reply cannot be read, the answer stays as it was.
"""

import re
from dataclasses import replace
from typing import Literal

from assistant.asking.reply import Reply
from assistant.checking.citations import Claim, Opinion
from assistant.errors import ModelError
from assistant.evidence.sources import as_data, fit
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel

MAX_TOKENS = 900
"""Ten lines of some thirty tokens; reasoning models count their thoughts in as well."""
LONGEST_REASON = 200
"""Characters of a reason that are kept: the prompt asks for fifteen words."""

Says = Literal["yes", "partly", "no"]
_LINE = re.compile(
    r"^[^\w\n]*(\d{1,3})[^\w\n]+(yes|partly|no)\b[ \t,.:;–—-]*(.*)$", re.IGNORECASE | re.MULTILINE
)


def asked_about(reply: Reply) -> list[Claim]:
    """The claims a second opinion is about: those in the model's words that cite something."""
    return [claim for claim in reply.claims if claim.cited and claim.verdict != "quoted"]


def give(reply: Reply, model: ChatModel, context_tokens: int) -> int:
    """Put the model's opinion on the reply's claims and give how many it has; its tokens count as the reply's.

    ModelError where the model fails or nothing in its reply can be read; the claims are then as they were.
    """
    claims, messages = _task(reply, context_tokens)
    if not claims:
        return 0
    record = CallRecord("second opinion", sorted({e.sentence.paper for c in claims for e in c.evidence}))
    answer = model.complete(messages, reply.usage, MAX_TOKENS, record)
    opinions = read_opinions(answer, len(claims), model.name)
    if not opinions:
        raise ModelError(
            f"{model.name} gave no readable opinion.",
            "Ask again, or set PAPERS_MODEL to another model.",
        )
    told = {id(claim): opinions[number] for number, claim in enumerate(claims, 1) if number in opinions}
    reply.claims[:] = [
        with_opinion(claim, told[id(claim)]) if id(claim) in told else claim for claim in reply.claims
    ]
    record.add_claims(claim for claim in reply.claims if claim.opinion)
    return len(told)


def read_opinions(answer: str, count: int, name: str) -> dict[int, Opinion]:
    """The opinions by the number of their claim, 1…count; the first of several, lines of another shape left out."""
    found: dict[int, Opinion] = {}
    for number, said, reason in _LINE.findall(answer):
        if 1 <= int(number) <= count:
            says: Says = "yes" if said.lower() == "yes" else "no" if said.lower() == "no" else "partly"
            found.setdefault(int(number), Opinion(name, says, " ".join(reason.split())[:LONGEST_REASON]))
    return found


def with_opinion(claim: Claim, opinion: Opinion) -> Claim:
    """The claim with the opinion, its verdict lowered where the model disagrees; never raised."""
    verdict = claim.verdict
    if opinion.says == "no":
        verdict = "unsupported"
    elif opinion.says == "partly" and verdict == "supported":
        verdict = "unsure"
    return replace(claim, opinion=opinion, verdict=verdict)


def _task(reply: Reply, context_tokens: int) -> tuple[list[Claim], tuple[str, str]]:
    """The claims whose sources all fit into what the model may be given, and what it is sent."""
    asked = asked_about(reply)
    numbers = {number for claim in asked for number in claim.cited}
    text, sources = fit([s for s in reply.sources if s.number in numbers], context_tokens, tokens.count)
    shown = {source.number for source in sources}
    claims = [claim for claim in asked if shown.issuperset(claim.cited)]
    sentences = "\n".join(
        f"{number}. {as_data(claim.text)} (sources: {', '.join(map(str, claim.cited))})"
        for number, claim in enumerate(claims, 1)
    )
    return claims, prompts.load("second_opinion").fill(sources=text, sentences=sentences)
