"""An API whose engine is DeepL's client, talking to a local server."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from litestar import Litestar

from dife.translation.engines import DeepL

from fixtures.deepl import API_KEY, DeepLServer


@pytest.fixture
def deepl_server() -> Iterator[DeepLServer]:
    """A server that speaks DeepL's protocol."""
    server = DeepLServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def deepl(deepl_server: DeepLServer) -> Iterator[DeepL]:
    """DeepL's client for it."""
    engine = DeepL(API_KEY, url=deepl_server.url)
    yield engine
    engine.close()


@pytest.fixture
def with_key(app: Litestar, deepl: DeepL) -> Iterator[None]:
    """The API as it is with a key."""
    resources = app.state.resources
    app.state.resources = replace(resources, translator=deepl)
    yield
    app.state.resources = resources
