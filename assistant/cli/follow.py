"""`papers follow`: the topics a digest goes by, and the words it leaves out."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import AsJson, note, open_services, out, out_json
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.digests.following import Kind
    from assistant.key_value_store import KeyValueStore

commands = typer.Typer(
    help="Topics you follow, in plain words, and words you do not want to see, for digests.",
    no_args_is_help=True,
)

Texts = Annotated[list[str], typer.Argument(help='In plain words: "KV-cache compression".')]


@commands.command()
def add(topics: Texts) -> None:
    """Follow topics: `papers digest --follow` shows the papers on them."""
    _keep("topic", topics)


@commands.command()
def mute(words: Texts) -> None:
    """Leave papers with these words out of digests."""
    _keep("muted", words)


@commands.command()
def remove(texts: Texts) -> None:
    """Stop following these topics, or muting these words."""
    from assistant.digests.following import unfollow

    gone = [unfollow(_topics(), text) for text in texts]
    if not all(gone):
        raise InputError(
            f"You do not follow or mute {texts[gone.index(False)]!r}.", "See: papers follow list"
        )
    _list(as_json=False)


@commands.command("list")
def list_(as_json: AsJson = False) -> None:
    """Show the topics you follow and the words you mute."""
    _list(as_json)


def _keep(kind: "Kind", texts: list[str]) -> None:
    from assistant.digests.following import follow

    for text in texts:
        if not follow(_topics(), kind, text):
            note(f"{text} is already there.")
    _list(as_json=False)


def _list(as_json: bool) -> None:
    from assistant.digests.following import following

    kept = following(_topics())
    if as_json:
        out_json(kept)
        return
    for label, texts in (("follows", kept.topics), ("mutes", kept.muted)):
        out(f"{label:<9}{'; '.join(texts) or 'nothing'}")


def _topics() -> "KeyValueStore":
    return open_services("none").topics
