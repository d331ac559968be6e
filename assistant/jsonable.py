"""Values to plain JSON and back, by pydantic, which goes by the annotations of our dataclasses.

A value is written in the shape of its own class, or of another that can be read from its attributes, such as those in
`export/shapes.py`. Nothing is written to disk here.
"""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.errors import SavedDataError
from assistant.versions import with_version

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


def to_json(value: Any, shape: Any = None) -> Any:
    """The value as plain JSON values, in the given shape or that of its own class."""
    kind: Any = shape or type(value)
    adapter = _adapter(kind)
    if shape:
        value = adapter.validate_python(value, from_attributes=True)
    return adapter.dump_python(value, mode="json")


def json_text(result: Any, shape: Any = None) -> str:
    """A whole result as the text of one JSON object, with the version of its format before its values."""
    return json.dumps(with_version(to_json(result, shape)), ensure_ascii=False, indent=2)


def from_json(shape: type[T], values: Any) -> T:
    """The object that such values describe; SavedDataError where they do not."""
    from pydantic import ValidationError

    kind: Any = shape
    try:
        result: T = _adapter(kind).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise SavedDataError(
            f"A saved {shape.__name__} cannot be read: {where}: {first['msg']}.",
            "It is damaged, or a newer version wrote it: remove it, or update this program.",
        ) from error
    return result


@cache
def _adapter(shape: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(shape)
