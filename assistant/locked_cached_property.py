"""A part of an object that is made when it is first asked for, and only once, however many threads ask."""

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, TypeVar

Part = TypeVar("Part")


class locked_cached_property(Generic[Part]):
    """Makes a method a property whose value is kept.

    `functools.cached_property` is the same without the lock: from Python 3.12 on two threads may make two values.
    """

    def __init__(self, make: Callable[[Any], Part]) -> None:
        self._make = make
        self._guard = RLock()
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, whose: object, owner: type | None = None) -> Part:
        """The value; it becomes the object's own attribute, so that this is not called again."""
        with self._guard:
            own = vars(whose)
            if self._name not in own:
                own[self._name] = self._make(whose)
            part: Part = own[self._name]
            return part
