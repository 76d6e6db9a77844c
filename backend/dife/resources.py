"""What a process holds for its whole life, opened from the settings."""

from dife.accounts.service import open_caller_reader
from dife.chat.batch import open_message_writer
from dife.chat.web_fetcher import WebFetcher
from dife.context import Resources
from dife.database import create_engine
from dife.kit.clock import Clock, SystemClock
from dife.kit.pagination import CursorCodec
from dife.kit.rate_limits import RateLimiter
from dife.media.store import S3Store
from dife.notifications.mailer import SmtpMailer
from dife.notifications.push import ExpoPushSender
from dife.settings import Settings
from dife.translation.engines import create_translator
from dife.valkey import HintPublisher, connect


def open_resources(settings: Settings, *, clock: Clock | None = None, pool_size: int | None = None) -> Resources:
    """Open everything; nothing connects before its first use. Tests bring a clock that they can turn."""
    valkey_url = settings.valkey_url.get_secret_value()
    clock = clock or SystemClock()
    valkey = connect(valkey_url)
    hints = HintPublisher(valkey)
    engine = create_engine(settings, pool_size=pool_size)
    return Resources(
        settings=settings,
        engine=engine,
        valkey=valkey,
        hints=hints,
        message_writer=open_message_writer(settings, hints),
        callers=open_caller_reader(engine, clock),
        limiter=RateLimiter(valkey_url),
        cursors=CursorCodec(settings.secret_key.get_secret_value().encode()),
        clock=clock,
        store=S3Store(settings, clock),
        fetcher=WebFetcher(user_agent=f"Dife link preview ({settings.public_url})"),
        translator=create_translator(settings),
        mailer=SmtpMailer(settings),
        push_sender=ExpoPushSender(settings),
    )


async def close_resources(resources: Resources) -> None:
    """Close connections; each at its own risk, so that one that hangs keeps no other open."""
    await resources.message_writer.close()
    await resources.hints.flush()
    await resources.engine.dispose()
    await resources.limiter.aclose()
    await resources.valkey.aclose()
    resources.translator.close()
