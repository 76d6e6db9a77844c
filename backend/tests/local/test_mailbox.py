"""The mailbox of `dife up` and of the tests."""

from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from litestar import Litestar

from dife.local.mail import deliver, read_mails
from dife.local.mailbox import mailbox_router


def mail(subject: str, *, body: str = "Your code is 123456.", kind: str = "plain") -> bytes:
    """A mail as it comes over SMTP."""
    return f"Subject: {subject}\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{body}\r\n".encode()


@pytest.fixture
def client(tmp_path: Path) -> httpx2.AsyncClient:
    """The two routes over a folder of this test."""
    app = Litestar([mailbox_router(tmp_path)], openapi_config=None)
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=cast("Any", app)), base_url="http://localhost")


async def test_mails_of_one_address_come_newest_first(client: httpx2.AsyncClient, tmp_path: Path) -> None:
    """A test asks for the code that was sent last."""
    deliver(tmp_path, ["ana@uni.example"], mail("first"))
    deliver(tmp_path, ["bo@uni.example"], mail("for Bo"))
    deliver(tmp_path, ["Ana@uni.example"], mail("second"))

    mails = (await client.get("/dev/mailbox.json", params={"to": "ana@uni.example"})).json()

    assert [one["subject"] for one in mails] == ["second", "first"]
    assert mails[0]["text"].strip() == "Your code is 123456."
    assert set(mails[0]) == {"to", "subject", "text", "sent_at"}


async def test_the_page_shows_mails_as_text(client: httpx2.AsyncClient, tmp_path: Path) -> None:
    """Nothing in a mail becomes a part of the page, and the page runs no script."""
    deliver(tmp_path, ["ana@uni.example"], mail("<script>alert(1)</script>", body="한글 & <b>"))

    answer = await client.get("/dev/mailbox", params={"to": "ana@uni.example"})

    assert answer.headers["content-type"].startswith("text/html")
    assert "<script" not in answer.text
    assert "한글 &amp; &lt;b&gt;" in answer.text


async def test_an_empty_mailbox_says_so(client: httpx2.AsyncClient) -> None:
    """Nothing sent is no error."""
    assert "No mail yet." in (await client.get("/dev/mailbox")).text
    assert (await client.get("/dev/mailbox.json")).json() == []


def test_an_html_mail_has_its_text(tmp_path: Path) -> None:
    """Some mails have no plain part."""
    deliver(tmp_path, ["ana@uni.example"], mail("html", body="<p>Hello</p>", kind="html"))

    assert "Hello" in read_mails(tmp_path)[0].text


def test_the_mailbox_is_bounded(tmp_path: Path) -> None:
    """A program that sends for ever does not fill the disk."""
    for number in range(510):
        deliver(tmp_path, ["ana@uni.example"], mail(str(number)))

    mails = read_mails(tmp_path)

    assert len(mails) == 500
    assert mails[0].subject == "509"


def test_a_damaged_mail_is_left_out(tmp_path: Path) -> None:
    """One bad file does not hide the others."""
    (tmp_path / "00000000000000000001-000.json").write_text("{")
    deliver(tmp_path, ["ana@uni.example"], mail("whole"))

    assert [one.subject for one in read_mails(tmp_path)] == ["whole"]
