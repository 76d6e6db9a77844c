"""A gateway in this process, and sockets to it."""

from collections.abc import AsyncIterator

import pytest

from dife.context import Resources
from dife.realtime.gateway import Gateway
from dife.settings import Settings

from fixtures.gateway import Clients, GatewayFactory, Rooms, gateways


@pytest.fixture
async def start_gateway(settings: Settings, app_resources: Resources, clean: None) -> AsyncIterator[GatewayFactory]:
    """Starts gateways; limits can be given by name."""
    async with gateways(settings, app_resources) as start:
        yield start


@pytest.fixture
async def gateway(start_gateway: GatewayFactory) -> Gateway:
    """A gateway with the limits of production."""
    return await start_gateway()


@pytest.fixture
async def clients(start_gateway: GatewayFactory) -> AsyncIterator[Clients]:
    """Opens sockets; they are closed before the gateway is."""
    opened = Clients()
    yield opened
    await opened.close()


@pytest.fixture
def rooms(app_resources: Resources) -> Rooms:
    """Makes rooms and events."""
    return Rooms(app_resources)
