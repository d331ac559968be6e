"""`papers eval …`: the commands of the measurements. What is measured, and how, stands in the modules beside."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.shared import AsJson, open_workshop, out, out_json, progress

if TYPE_CHECKING:
    from assistant.evaluation.table import Row

commands = typer.Typer(
    help="Measure how good it is, on evaluation sets with published baselines.", no_args_is_help=True
)

Data = Annotated[Path, typer.Option(help="The folder of evaluation sets.")]
Split = Annotated[str, typer.Option(help="Which part of each set: train, dev or test.")]
DATA = Path("../shared/data")


@commands.command("retrieval")
def retrieval(data: Data = DATA, split: Split = "train", as_json: AsJson = False) -> None:
    """Rank the abstracts of SciFact for its claims: keywords, meaning, fused."""
    from assistant.evaluation import retrieval

    with progress("Embedding the evaluation set") as advance:
        rows = retrieval.evaluate(data, split, open_workshop("none"), advance)
    _print(rows, as_json)


@commands.command("citations")
def citations(data: Data = DATA, split: Split = "train", as_json: AsJson = False) -> None:
    """Check claims of SciFact against abstracts that support, contradict or ignore them."""
    from assistant.evaluation import citations

    with progress("Embedding the evaluation set") as advance:
        rows = citations.evaluate(data, split, open_workshop("none"), advance)
    _print(rows, as_json)


@commands.command("speed")
def speed(
    data: Data = DATA,
    limit: Annotated[int, typer.Option(min=200, help="How many papers to import.")] = 1_000,
    as_json: AsJson = False,
) -> None:
    """Measure importing, searching and the first word, as ratios where machines differ."""
    from assistant.evaluation import speed

    _print(speed.evaluate(data, limit, open_workshop("none")), as_json)


def _print(rows: "Sequence[Row]", as_json: bool) -> None:
    from assistant.evaluation.table import as_text

    if as_json:
        out_json({"rows": [row.as_dict() for row in rows]})
    else:
        out(as_text(rows))
