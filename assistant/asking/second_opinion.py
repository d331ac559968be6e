"""A capable model reads a finished answer against the abstracts it cites, when a person asks for it.

It stands beside the check and never makes a verdict better: where the model finds a sentence not said, or only in part,
the verdict goes down. Where the model fails, or its reply cannot be read, the answer stays as it was.
"""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator

from assistant.asking.reply import Reply
from assistant.checking.citations import Claim, Opinion
from assistant.errors import ModelUnreadable
from assistant.evidence.sources import as_data, fit
from assistant.llm import prompts, tokens
from assistant.llm.call_log import CallRecord
from assistant.llm.models import ChatModel
from assistant.llm.structured import fill_form

MAX_TOKENS = 900
"""Ten lines of some thirty tokens; reasoning models count their thoughts in as well."""
LONGEST_REASON = 200
"""Characters of a reason that are kept: the prompt asks for fifteen words."""

Says = Annotated[Literal["yes", "partly", "no"], BeforeValidator(lambda said: str(said).strip(" .*").lower())]


class SentenceOpinion(BaseModel):
    """Whether the sources say the sentence of this number, and why not."""

    sentence: int
    verdict: Says
    reason: str = ""


class SecondOpinion(BaseModel):
    """What a model is asked for."""

    opinions: list[SentenceOpinion]


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
    filled = fill_form(SecondOpinion, model, messages, reply.usage, MAX_TOKENS, record)
    opinions = {
        id(claims[each.sentence - 1]): Opinion(model.name, each.verdict, _bounded(each.reason))
        for each in reversed(filled.opinions)  # the first of several counts
        if 1 <= each.sentence <= len(claims)
    }
    if not opinions:
        raise ModelUnreadable(f"{model.name} gave no opinion on any of the sentences.", "Ask again.")
    reply.claims[:] = [
        with_opinion(claim, opinions[id(claim)]) if id(claim) in opinions else claim for claim in reply.claims
    ]
    record.add_claims(claim for claim in reply.claims if claim.opinion)
    return len(opinions)


def _bounded(reason: str) -> str:
    return " ".join(reason.split())[:LONGEST_REASON]


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
