"""Mail over SMTP against a real server, and what may go wrong with it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr

from dife.notifications import mailer as mailer_module
from dife.notifications.mailer import SmtpMailer
from dife.ports import Mail, MailError
from dife.settings import Settings, SettingsError

from fixtures.services import Services

MAIL = Mail(to="minji@kookmin.ac.kr", subject="코드: 123456", text="안녕하세요!\n코드는 123456이에요. 🎉\n.\n끝")


def mailer_of(settings: Settings, url: str, **changes: Any) -> SmtpMailer:
    return SmtpMailer(settings.model_copy(update={"smtp_url": SecretStr(url), **changes}))


async def test_mail_arrives_whole(settings: Settings, services: Services) -> None:
    await SmtpMailer(settings).send(MAIL)

    received = services.mail.received(to=MAIL.to)[0]
    assert received.subject == MAIL.subject
    assert received.text.replace("\r\n", "\n").strip() == MAIL.text


async def test_mail_with_html_has_both(settings: Settings, services: Services) -> None:
    mail = Mail(to="html@kookmin.ac.kr", subject="Hi", text="plain", html="<p>rich</p>")

    await SmtpMailer(settings).send(mail)

    assert services.mail.received(to=mail.to)[0].text.strip() == "plain"


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: everybody@dife.example"},
        {"subject": "Hello\nBcc: everybody@dife.example"},
        {"to": "minji@kookmin.ac.kr\r\nBcc: everybody@dife.example"},
        {"to": "a,b@kookmin.ac.kr"},
        {"to": "Minji <minji@kookmin.ac.kr>"},
        {"to": "minji"},
    ],
)
async def test_no_header_of_somebody_elses_choice(
    settings: Settings, services: Services, changes: dict[str, str]
) -> None:
    services.mail.clear()
    mail = Mail(**{"to": MAIL.to, "subject": MAIL.subject, "text": "x", **changes})

    with pytest.raises(MailError) as caught:
        await SmtpMailer(settings).send(mail)

    assert "@" not in str(caught.value)
    assert services.mail.received() == []


class _Refusing:
    """A server that answers recipients with one code."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    async def handle_RCPT(  # noqa: N802 - the server's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        return self.answer


@asynccontextmanager
async def refusing_server(port: int, answer: str) -> AsyncIterator[str]:
    controller = Controller(_Refusing(answer), hostname="127.0.0.1", port=port)
    await asyncio.to_thread(controller.start)
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        await asyncio.to_thread(controller.stop)


async def test_address_that_is_never_taken_is_not_tried_again(
    settings: Settings, unused_tcp_port_factory: Callable[[], int]
) -> None:
    async with refusing_server(unused_tcp_port_factory(), "550 no such user") as url:
        await mailer_of(settings, url).send(MAIL)


async def test_address_that_is_put_off_is_tried_again(
    settings: Settings, unused_tcp_port_factory: Callable[[], int]
) -> None:
    async with refusing_server(unused_tcp_port_factory(), "451 greylisted") as url:
        with pytest.raises(MailError, match="451"):
            await mailer_of(settings, url).send(MAIL)


async def test_nobody_listening_is_an_error_of_ours(settings: Settings) -> None:
    with pytest.raises(MailError):
        await mailer_of(settings, "smtp://127.0.0.1:9").send(MAIL)


async def test_server_that_says_nothing_is_given_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailer_module, "STEP_SECONDS", 0.2)
    hung_up = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        hung_up.set()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        with pytest.raises(MailError):
            await mailer_of(settings, f"smtp://127.0.0.1:{port}").send(MAIL)
        await asyncio.wait_for(hung_up.wait(), 5)


async def test_password_is_never_sent_in_the_clear(settings: Settings, services: Services) -> None:
    services.mail.clear()
    url = services.smtp_url.replace("smtp://", "smtp://user:pass%40word@")

    with pytest.raises(MailError):
        await mailer_of(settings, url).send(MAIL)

    assert services.mail.received() == []


@pytest.mark.parametrize(
    "changes", [{"smtp_url": SecretStr("http://localhost")}, {"smtp_url": SecretStr("smtp://")}, {"mail_from": "Dife"}]
)
def test_wrong_settings_are_clear_start_up_errors(settings: Settings, changes: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="DIFE_"):
        SmtpMailer(settings.model_copy(update=changes))
