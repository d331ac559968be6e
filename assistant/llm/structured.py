"""Have a model fill a form: a pydantic model of what is asked for, whatever its server can.

Where the server takes a JSON schema it is held to the form's. Where it takes none, or sends something else all the
same, the model is asked in words for labelled lines, which small models manage where JSON fails. One reader takes
both. What a field means stands in the task's prompt, since most servers show a schema to their grammar only.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from assistant.errors import ModelInterrupted, ModelUnreadable
from assistant.llm import prompts
from assistant.llm.call_log import CallRecord
from assistant.llm.capabilities import SchemaRefused
from assistant.llm.models import ChatModel, Usage

Form = TypeVar("Form", bound=BaseModel)
Values = dict[str, Any]

LONGEST = 40_000
"""Characters of an answer that are read: ten times the longest that is asked for."""
_ITEM = re.compile(r"^[^\w\n]*(\d{1,3})[^\w\n]*[:.)|][* \t]*(\S.*)$", re.MULTILINE)
_BETWEEN = re.compile(r" ?[,;:|–—] ?| - |\. ")


def fill_form(
    form: type[Form],
    model: ChatModel,
    messages: tuple[str, str],
    usage: Usage,
    max_tokens: int = 1_000,
    record: CallRecord | None = None,
) -> Form:
    """The form as the model fills it; ModelError where it fails, ModelUnreadable where nothing fits the form.

    The form's fields are texts, numbers, literals and lists of texts, or one list of models whose first field is the
    number that an item of the prompt has. Every call is counted in `usage`, also one that came to nothing.
    """
    record = record or CallRecord("form")
    if "json_schema" not in model.refused:
        try:
            schema = form.model_json_schema(schema_generator=_Strict)
            return read(form, _whole(model.complete(messages, usage, max_tokens, record, schema), record))
        except (SchemaRefused, ModelUnreadable):
            pass
    messages = in_words(form, messages)
    filled = read(form, _whole(model.complete(messages, usage, max_tokens, record), record))
    model.refused |= {"json_schema"}
    return filled


def _whole(answer: str, record: CallRecord) -> str:
    if record.cut_short:  # half a form says too little, and its last line something else
        raise ModelInterrupted(f"{record.model} was cut short at its limit of tokens.", "Ask again.")
    return answer


def read(form: type[Form], answer: str) -> Form:
    """The form that an answer fills in JSON or in labelled lines, with prose around it or not."""
    for values in (*_in_json(answer[:LONGEST]), _in_lines(form, answer[:LONGEST])):
        if filled := _validated(form, values):
            return filled
    raise ModelUnreadable(
        "The model's answer is not in the form that was asked for.",
        "Ask again, or set PAPERS_MODEL to another model.",
    )


def in_words(form: type[BaseModel], messages: tuple[str, str]) -> tuple[str, str]:
    """The messages with the request for labelled lines; as they are where the form is one text."""
    if _is_text(form):
        return messages
    lines = "\n".join(f"{name}:" for name in form.model_fields)
    if items := _items(form):
        lines = f"number: {', '.join(list(items[1].model_fields)[1:])}"
    system, user = prompts.load("lines").fill(lines=lines)
    return f"{messages[0]}\n\n{system}", f"{messages[1]}\n\n{user}"


class _Strict(GenerateJsonSchema):
    """A schema that OpenAI takes as strict: it knows no defaults."""

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        """The schema of the value itself."""
        return self.generate_inner(schema["schema"])


def _is_text(form: type[BaseModel]) -> bool:
    return [field.annotation for field in form.model_fields.values()] == [str]


def _items(form: type[BaseModel]) -> tuple[str, type[BaseModel]] | None:
    """Name and model of the form's list of items, if it is one."""
    for name, field in form.model_fields.items():
        for item in get_args(field.annotation):
            if isinstance(item, type) and issubclass(item, BaseModel):
                return name, item
    return None


def _in_json(answer: str) -> Iterator[Values]:
    """The JSON objects in the text, of which the first that is whole is the form."""
    for start in islice((brace.start() for brace in re.finditer("{", answer)), 200):
        with suppress(json.JSONDecodeError, RecursionError):
            yield json.JSONDecoder(strict=False).raw_decode(answer, start)[0]


def _in_lines(form: type[BaseModel], answer: str) -> Values:
    if items := _items(form):
        return {items[0]: [_item(items[1], number, rest) for number, rest in _ITEM.findall(answer)]}
    labels = "|".join(name.replace("_", "[_ ]") for name in form.model_fields)
    label = re.compile(rf"^[^\w\n]*({labels})[^\w\n:]*(?::[*_ ]*|$)", re.IGNORECASE | re.MULTILINE)
    before, *found = label.split(answer)
    if not found:
        return dict.fromkeys(form.model_fields, before.strip()) if _is_text(form) else {}
    named = zip(found[::2], found[1::2], strict=True)
    values = {name.lower().replace(" ", "_"): value.strip() for name, value in named}
    return {name: _parts(form, name, value) for name, value in values.items() if value}


def _item(form: type[BaseModel], number: str, rest: str) -> Values:
    """An item from its line: the values in the order of its fields, the last one whatever is left."""
    rest = " ".join(rest.split())
    seams = len(form.model_fields) - 2
    values = _BETWEEN.split(rest, maxsplit=seams) if seams else [rest]
    return dict(zip(form.model_fields, [number, *values], strict=False))


def _parts(form: type[BaseModel], name: str, value: str) -> str | list[str]:
    if get_origin(form.model_fields[name].annotation) not in (list, tuple):
        return value
    return [part for part in map(str.strip, re.split(r"[;,\n]", value)) if part.strip("-* ")]


def _validated(form: type[Form], values: Values) -> Form | None:
    """The form with these values, without the items that do not fit; None where nothing does."""
    try:
        filled = form.model_validate(values)
    except ValidationError as error:
        wrong = {place["loc"][:2] for place in error.errors() if len(place["loc"]) > 2}
        kept = {
            name: [item for i, item in enumerate(items) if (name, i) not in wrong]
            for name, items in values.items()
            if isinstance(items, list)
        }
        return _validated(form, values | kept) if wrong else None
    return filled if any(filled.model_dump().values()) else None
