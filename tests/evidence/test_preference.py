"""Each kind of sentence that a question may want is of one role in its abstract more than of any other."""

import pytest

from assistant.evidence.preference import METHOD, PROBLEM, RESULTS, RolePreference
from assistant.reader.roles import ROLES


@pytest.mark.parametrize(("kind", "role"), [(METHOD, "method"), (RESULTS, "result"), (PROBLEM, "background")])
def test_each_kind_wants_its_own_role_most(kind: RolePreference, role: str) -> None:
    assert len(kind) == len(ROLES)
    assert max(ROLES, key=lambda each: kind[ROLES.index(each)]) == role
