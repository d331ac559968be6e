"""Every regular expression of the package, and texts that are meant to be hard for it."""

import ast
import importlib
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
CALLS = {"compile", "sub", "subn", "split", "search", "match", "fullmatch", "findall", "finditer"}
TICK = 0.01
"""Seconds: no clock of CPU time is finer everywhere."""
PIECES = [
    *" \n\taA1.,([<{$-\\'\"“*_`|&/=@#",
    *(
        "a ",
        "A ",
        "1 ",
        "1aa ",
        "A1 ",
        "1.",
        "1,",
        ", ",
        ". ",
        "()",
        "[1] ",
        "{}",
        "--",
        "\\a",
        "aA",
        "Aa ",
        "Aa-",
    ),
    *(
        "a-",
        "a, ",
        "A, ",
        "and ",
        "of ",
        "the ",
        "is ",
        "what ",
        "how ",
        "we ",
        "a.b.",
        "a/",
        " \n",
        "-\n",
        "é",
        "| ",
    ),
    *(
        "a=",
        "<b>",
        "</",
        "<a ",
        "2024 ",
        "://",
        "\r\n",
        "12 ",
        "1% ",
        "<!--",
        "a.",
        "\x00",
        "and a ",
        "a1",
        "1a",
    ),
]
"""What is repeated: blanks, letters, figures, brackets, and short words between them."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled expression, how it is used (`search`, `fullmatch` …), and where it stands."""

    compiled: re.Pattern[str]
    methods: frozenset[str]
    where: str

    def run(self, text: str) -> None:
        """Use it as its module does."""
        if self.methods & {"match", "fullmatch"}:
            self.compiled.match(text)
        if "fullmatch" in self.methods:
            self.compiled.fullmatch(text)
        if not self.methods or self.methods - {"match", "fullmatch"}:
            for _ in self.compiled.finditer(text):
                pass

    def samples(self) -> list[str]:
        """Texts that it matches, and beginnings of them."""
        chosen = random.Random(1)
        tree = re._parser.parse(self.compiled.pattern, self.compiled.flags)  # type: ignore[attr-defined]
        made = {_sample(tree, chosen) for _ in range(6)}
        return sorted({part for text in made for part in (text, text[:-1], text[: len(text) // 2]) if part})


def patterns() -> list[Pattern]:
    """Those of every module; an expression that is made from an argument is left out."""
    found: dict[tuple[str, int], Pattern] = {}
    for path in sorted((ROOT / "assistant").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "import re\n" not in source:
            continue
        tree = ast.parse(source)
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(tree):
            if (pattern := _pattern(node, importlib.import_module(name), tree)) is not None:
                found[(pattern.compiled.pattern, pattern.compiled.flags)] = pattern
    return list(found.values())


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """TimeoutError after so many seconds of CPU: matching looks for signals now and then."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def growth(run: Callable[[str], object], piece: str, length: int, quick: float) -> float:
    """How many times longer it takes on twice the text, in CPU time; 0 where it takes less than `quick` seconds."""
    once, twice = (piece * (size // len(piece) + 1) + "\x00x" for size in (length, 2 * length))
    try:
        with at_most(2):
            if (
                _seconds(run, twice) < quick
                or (longer := min(_seconds(run, twice) for _ in range(3))) < quick
            ):
                return 0.0
            return longer / max(min(_seconds(run, once) for _ in range(3)), TICK)
    except TimeoutError:
        return float("inf")


def _seconds(run: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    run(text)
    return time.process_time() - begun


def _pattern(node: ast.AST, module: ModuleType, tree: ast.Module) -> Pattern | None:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS):
        return None
    if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
        return None
    named = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
    flags = named or (node.args[1:2] if node.func.attr == "compile" else [])
    try:
        text, bits = _value(node.args[0], module), int(_value(flags[0], module)) if flags else 0
    except NameError:
        return None
    if isinstance(text, bytes):  # over what a server sent, which is bounded
        return None
    compiled = text if isinstance(text, re.Pattern) else re.compile(text, bits)
    methods = _methods(node, tree) if node.func.attr == "compile" else frozenset({node.func.attr})
    return Pattern(compiled, methods, f"{module.__name__}:{node.lineno}")


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), module.__name__, "eval"), dict(vars(module)))


def _methods(call: ast.Call, tree: ast.Module) -> frozenset[str]:
    """What is called on the name that the pattern is given to; nothing where it has none."""
    names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if isinstance(node.func.value, ast.Name) and node.func.value.id in names
    )


def _sample(tree: Any, chosen: random.Random) -> str:
    """A text that the parsed expression matches, but for what it looks at before and behind."""
    made = ""
    for operation, value in tree:
        match str(operation):
            case "LITERAL":
                made += chr(value)
            case "NOT_LITERAL" | "ANY":
                made += "b"
            case "IN":
                made += _one_of(value, chosen)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                made += "".join(_sample(value[2], chosen) for _ in range(max(value[0], chosen.randint(0, 1))))
            case "SUBPATTERN":
                made += _sample(value[-1], chosen)
            case "ATOMIC_GROUP":
                made += _sample(value, chosen)
            case "BRANCH":
                made += _sample(chosen.choice(value[1]), chosen)
    return made


def _one_of(choices: Any, chosen: random.Random) -> str:
    of_class = {"SPACE": " ", "DIGIT": "1", "WORD": "a", "NOT_SPACE": "a", "NOT_WORD": ".", "NOT_DIGIT": "a"}
    known = []
    for operation, value in choices:
        match str(operation):
            case "LITERAL":
                known.append(chr(value))
            case "RANGE":
                known.append(chr(value[0]))
            case "CATEGORY":
                known.append(of_class[str(value).removeprefix("CATEGORY_")])
    if str(choices[0][0]) == "NEGATE":
        return next(letter for letter in "a .1<" if letter not in known)
    return chosen.choice(known)
