"""What the tests of local models share: a hub of their own."""

from collections.abc import Iterator

import pytest

from tests.local_models.hub_server import HubServer, serving


@pytest.fixture
def hub_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A local server in the place of the model hub."""
    with serving() as hub:
        monkeypatch.setenv("PAPERS_HUB_URL", hub.url)
        yield hub
