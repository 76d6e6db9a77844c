"""A gateway in this process, and sockets to it."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from dife.context import Resources
from dife.realtime.gateway import Gateway
from dife.settings import Settings

from fixtures.gateway import Clients, GatewayFactory, Rooms, gateways
from fixtures.proxy import Proxy
from fixtures.services import DatabaseUrls, Services


@pytest.fixture
async def valkey_proxy(services: Services) -> AsyncIterator[Proxy]:
    """The way from the gateway to Valkey."""
    proxy = Proxy(services.valkey_url)
    await proxy.open()
    yield proxy
    await proxy.close()


@pytest.fixture
async def database_proxy(database_urls: DatabaseUrls) -> AsyncIterator[Proxy]:
    """The way from the gateway to PostgreSQL."""
    proxy = Proxy(database_urls.gateway)
    await proxy.open()
    yield proxy
    await proxy.close()


@pytest.fixture
def gateway_settings(settings: Settings, valkey_proxy: Proxy, database_proxy: Proxy) -> Settings:
    """Settings of a gateway whose ways to Valkey and PostgreSQL the test can cut."""
    ways = {"valkey_url": SecretStr(valkey_proxy.url), "gateway_database_url": SecretStr(database_proxy.url)}
    return settings.model_copy(update=ways)


@pytest.fixture
async def start_gateway(
    gateway_settings: Settings, app_resources: Resources, clean: None
) -> AsyncIterator[GatewayFactory]:
    """Starts gateways; limits can be given by name."""
    async with gateways(gateway_settings, app_resources) as start:
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
