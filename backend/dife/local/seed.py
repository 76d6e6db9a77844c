"""`dife seed`: demo data. The small campus behaves as thirty people using the API would; the crowd comes by COPY."""

import asyncio

from litestar import Litestar
from rich.console import Console
from sqlalchemy import exists, select

from dife.database import create_engine
from dife.local.demo.campus import Campus
from dife.local.demo.crowd import Crowd, CrowdSize
from dife.local.demo.logins import DEMO_PASSWORD
from dife.models import Member
from dife.settings import Settings


def seed(app: Litestar, settings: Settings, *, size: CrowdSize, console: Console) -> None:
    """Fill the database: the campus when there is nobody yet, through `app`, and a crowd of `size` on top."""
    asyncio.run(_seed(app, settings, size=size, console=console))


async def _seed(app: Litestar, settings: Settings, *, size: CrowdSize, console: Console) -> None:
    if await _is_empty(settings):
        await Campus(app, settings, password=DEMO_PASSWORD).settle(console)
    if size.any:
        Crowd(settings.database_url.get_secret_value(), size).settle(console)


async def _is_empty(settings: Settings) -> bool:
    engine = create_engine(settings, pool_size=1)
    try:
        async with engine.connect() as connection:
            return not await connection.scalar(select(exists(select(Member.id))))
    finally:
        await engine.dispose()
