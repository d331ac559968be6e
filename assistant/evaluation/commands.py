"""`papers eval …`: the commands of the measurements. What is measured, and how, stands in the modules beside."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.console import AsJson, out, out_json, progress

if TYPE_CHECKING:
    from assistant.evaluation.table import Row
    from assistant.wiring import Workshop

evaluate = typer.Typer(
    help="Measure how good it is, on evaluation sets with published baselines.", no_args_is_help=True
)

Data = Annotated[Path, typer.Option(help="The folder of evaluation sets.")]
Split = Annotated[str, typer.Option(help="Which part of each set: train, dev or test.")]
DATA = Path("../shared/data")


@evaluate.command("retrieval")
def retrieval(data: Data = DATA, split: Split = "train", as_json: AsJson = False) -> None:
    """Rank the abstracts of SciFact for its claims: keywords, meaning, fused."""
    from assistant.evaluation import retrieval

    with progress("Embedding the evaluation set") as advance:
        rows = retrieval.evaluate(data, split, _workshop(), advance)
    _print(rows, as_json)


@evaluate.command("citations")
def citations(data: Data = DATA, split: Split = "train", as_json: AsJson = False) -> None:
    """Check claims of SciFact against abstracts that support, contradict or ignore them."""
    from assistant.evaluation import citations

    with progress("Embedding the evaluation set") as advance:
        rows = citations.evaluate(data, split, _workshop(), advance)
    _print(rows, as_json)


@evaluate.command("speed")
def speed(
    data: Data = DATA,
    limit: Annotated[int, typer.Option(min=200, help="How many papers to import.")] = 1_000,
    as_json: AsJson = False,
) -> None:
    """Measure importing, searching and the first word, as ratios where machines differ."""
    from assistant.evaluation import speed

    _print(speed.evaluate(data, limit, _workshop()), as_json)


def _workshop() -> "Workshop":
    from assistant.settings import from_environment
    from assistant.wiring import Workshop

    return Workshop(from_environment(os.environ, "none"))


def _print(rows: "Sequence[Row]", as_json: bool) -> None:
    from assistant.evaluation.table import as_text

    if as_json:
        out_json({"rows": [row.as_dict() for row in rows]})
    else:
        out(as_text(rows))
