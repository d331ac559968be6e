"""A reply as it is kept, and read again without a library or a model: its question, claims, sources, and how it went."""

from dataclasses import dataclass, fields
from typing import Any

from assistant.asking.question import Question
from assistant.asking.reply import Notice, Reply
from assistant.checking.citations import Claim
from assistant.errors import PapersError
from assistant.evidence.sources import Source
from assistant.jsonable import from_json, to_json
from assistant.library.papers import Hit
from assistant.llm.models import Usage
from assistant.settings import ModelKind
from assistant.versions import JSON_VERSION, check_version, with_version


@dataclass(frozen=True, slots=True)
class _Problem:
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class _SavedReply:
    """The fields of a Reply, by the same names; what is still to be written is not among them."""

    question: Question
    model_kind: ModelKind
    model_name: str
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    nearest: tuple[Hit, ...]
    pending: str
    raw: str
    notice: Notice | None
    problem: _Problem | None
    usage: Usage
    timings: dict[str, float]
    searched: int
    finished: bool


_NAMES = tuple(each.name for each in fields(_SavedReply))


def to_saved(reply: Reply) -> Any:
    """The reply as JSON values, as far as it is written."""
    values = {name: getattr(reply, name) for name in _NAMES}
    problem = reply.problem and _Problem(reply.problem.message, reply.problem.hint)
    saved = _SavedReply(**values | {"claims": tuple(reply.claims), "problem": problem})
    return with_version(to_json(saved))


def from_saved(values: Any) -> Reply:
    """The reply that was kept; SavedDataError where it is damaged, LibraryError where a newer program kept it."""
    check_version(values.get("version", 0), JSON_VERSION, "The kept reply")
    saved = from_json(_SavedReply, {name: values[name] for name in _NAMES if name in values})
    problem = PapersError(saved.problem.message, saved.problem.hint) if saved.problem else None
    own = {name: getattr(saved, name) for name in _NAMES}
    return Reply(**own | {"claims": list(saved.claims), "problem": problem})
