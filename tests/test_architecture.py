"""The rules of the house, held over the syntax tree: who may import whom, and what happens at import."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path.relative_to(ROOT) for path in [ROOT / "app.py", *(ROOT / "assistant").rglob("*.py")])

# From the foundation up: a module may import its own layer and those before it.
LAYERS = (
    (
        "assistant/errors.py",
        "assistant/log.py",
        "assistant/versions.py",
        "assistant/plugins.py",
        "assistant/home.py",
        "assistant/locked_cached_property.py",
        "assistant/jsonable.py",
        "assistant/settings.py",
        "assistant/settings_file.py",
        "assistant/dates",
        "assistant/spans.py",
        "assistant/key_value_store.py",
        "assistant/library/cleaning.py",
        "assistant/library/identifiers.py",
        "assistant/library/names.py",
        "assistant/library/papers.py",
    ),
    ("assistant/text",),
    ("assistant/reader",),
    ("assistant/library", "assistant/llm", "assistant/local_models"),
    ("assistant/checking", "assistant/evidence"),
    ("assistant/overviews",),
    ("assistant/asking", "assistant/digests"),
    ("assistant/comparing", "assistant/explaining", "assistant/mail"),
    ("assistant/export",),
    ("assistant/conversations.py",),
    ("assistant/services.py",),
    ("assistant/__init__.py", "assistant/api.py", "assistant/diagnosis.py", "assistant/evaluation"),
    ("assistant/mcp",),
    ("assistant/cli", "assistant/web"),
    ("assistant/cli/main.py", "assistant/__main__.py", "app.py"),
)
ONLY_IMPORTERS = {
    "chromadb": ("assistant/library/chroma.py",),
    "tantivy": ("assistant/library/keywords.py", "assistant/text/stems.py"),
    "onnxruntime": ("assistant/reader/embeddings.py", "assistant/reader/model_folder.py"),
    "langchain_openai": ("assistant/llm/clients.py",),
    "xllamacpp": ("assistant/llm/local.py",),
    "sentencex": ("assistant/text/sentences.py",),
    "feedgenerator": ("assistant/export/feed.py",),
    "mcp": ("assistant/mcp/server.py",),
    "smtplib": ("assistant/mail/mailer.py",),
    "streamlit": ("assistant/web", "app.py"),
}


def imports(path: Path, top_level_only: bool = False) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer(path: str) -> int:
    fits = [
        (len(place), number)
        for number, places in enumerate(LAYERS)
        for place in places
        if path == place or path.startswith(place + "/")
    ]
    assert fits, f"{path} belongs to no layer: give it one"
    return max(fits)[1]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_down_the_layers(path: Path) -> None:
    for name in imports(path):
        if name.startswith("assistant"):
            module = Path(*name.split("."))
            target = next(
                (p for p in (module.with_suffix(".py"), module / "__init__.py") if p in MODULES), None
            )
            if target:
                assert layer(str(target)) <= layer(str(path)), f"{path} imports {name}, which stands above it"


@pytest.mark.parametrize("package", ONLY_IMPORTERS)
def test_a_package_has_only_its_own_importers(package: str) -> None:
    allowed = ONLY_IMPORTERS[package]
    for path in MODULES:
        if package in {name.split(".")[0] for name in imports(path)}:
            assert str(path).startswith(allowed), f"{path} imports {package}"


@pytest.mark.parametrize(
    "package",
    [
        "chromadb",
        "langchain_openai",
        "openai",
        "onnxruntime",
        "tokenizers",
        "tantivy",
        "xllamacpp",
        "tiktoken",
    ],
)
def test_heavy_packages_are_imported_only_when_used(package: str) -> None:
    for path in MODULES:
        top = {name.split(".")[0] for name in imports(path, top_level_only=True)}
        assert package not in top, f"{path} imports {package} at its top"


@pytest.mark.parametrize("path", [p for p in MODULES if "web" not in p.parts and p.name != "app.py"], ids=str)
def test_nothing_happens_at_import(path: Path) -> None:
    """At the top of a module stand definitions and constants, no bare calls (the command line's wiring apart)."""
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and path.name != "__main__.py":
            assert path.name == "main.py" and "add_typer" in ast.unparse(node), f"{path}: {ast.unparse(node)}"


def test_broad_except_stands_only_at_the_two_edges() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
            ):
                assert str(path) in ("assistant/cli/main.py", "assistant/web/shared.py"), (
                    f"{path}, line {node.lineno}"
                )
