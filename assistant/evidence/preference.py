"""Which sentences serve a question best: of which role in their abstract, and saying what kind of thing. Pure values."""

from dataclasses import dataclass

RolePreference = tuple[float, ...]
"""How much a sentence of each of ROLES serves, 0…1."""

PROBLEM: RolePreference = (1, 0.5, 0, 0, 0)
METHOD: RolePreference = (0.1, 0.7, 1, 0.1, 0)
RESULTS: RolePreference = (0, 0, 0.2, 1, 0)
"""Set on ACLSum's training papers, whose sentences are marked as challenge, approach and outcome (`papers eval evidence`).
RESULTS serve a question for yes or no too: of PubMedQA's 500 training questions .90 then begin with the conclusion or a
result, and .69 where none is wanted."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What a sentence should do beside being about the question: by default, nothing in particular."""

    roles: RolePreference | None = None
    defined: str = ""
    """The thing that it should define."""
    gives_reason: bool = False
    denies: bool = False


ANY = Preference()
