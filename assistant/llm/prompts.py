"""Load the prompts of `prompts/*.md`, check their variables, fill them.

A prompt file has two parts divided by a line `---`: what the model is asked to do, and what it is given. Variables are
written `$name`; `$$` is a dollar sign. Filling inserts texts as they are: making them safe is `context.as_data`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant.errors import PromptError

_PACKAGE = Path(__file__).parents[1]
FOLDERS = (_PACKAGE / "prompts", _PACKAGE.parent / "prompts")
"""Where the files are in an installed package, and in a checkout."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A loaded prompt: `system` says what to do, `user` holds the variables."""

    name: str
    system: str
    user: Template

    def fill(self, **values: str) -> tuple[str, str]:
        """The two messages; PromptError unless exactly the prompt's variables are given."""
        self._check(frozenset(values))
        return self.system, self.user.substitute(values)

    def _check(self, given: frozenset[str]) -> None:
        wanted = frozenset(self.user.get_identifiers())
        if given != wanted:
            odd = ", ".join(f"${name}" for name in sorted(given ^ wanted))
            raise PromptError(
                f"prompts/{self.name}.md does not fit its use: {odd}.",
                f"It needs exactly these variables: {', '.join(f'${name}' for name in sorted(given))}.",
            )


def load(name: str, folders: Sequence[Path] = FOLDERS) -> Prompt:
    """The prompt of this name; PromptError where the file is missing or has not its two parts."""
    path = next((found for folder in folders if (found := folder / f"{name}.md").is_file()), None)
    if path is None:
        raise PromptError(f"The prompt file {name}.md is missing.", "Restore it: it belongs in prompts/.")
    parts = re.split(r"^---\s*$", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)
    if len(parts) != 2:
        raise PromptError(
            f"prompts/{name}.md has no line `---`.", "Put it between the instruction and the variables."
        )
    user = Template(parts[1].strip())
    if not user.is_valid():
        raise PromptError(f"prompts/{name}.md has a stray dollar sign.", "Write $$ for a dollar sign.")
    return Prompt(name, parts[0].strip(), user)
