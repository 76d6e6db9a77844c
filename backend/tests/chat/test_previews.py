"""Previews of links: what is read, what is never connected to, and that everybody gets it once."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

import pytest

from dife.chat.jobs import preview_link
from dife.chat.links import first_link, read_page
from dife.chat.web_fetcher import WebFetcher, is_public
from dife.context import Resources
from dife.ports import FetchError

from fixtures.jobs import RunJobs, run_once
from fixtures.people import People
from fixtures.pictures import picture
from fixtures.rooms import ok, open_room

PAGE = """<!doctype html><html><head><title>Plain title</title>
<meta property="og:title" content="국민대 &amp; 축제"><meta name="description" content="  Three
days  "><meta property="og:site_name" content="Campus"><meta property="og:image" content="/poster.jpg"></head>
<body><title>no</title><meta property="og:title" content="no"></body></html>"""

Answer = Callable[[str], bytes]


def http(body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


class Web:
    """A server on this machine that plays the whole web; `hosts` says which addresses a name has, one try after the other."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []
        self.hosts: dict[str, list[list[str]]] = {}

    async def resolve(self, host: str, port: int) -> Collection[str]:
        answers = self.hosts.get(host, [["127.0.0.1"]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def fetcher(self, *, allows_all: bool = True) -> WebFetcher:
        allows = (lambda _: True) if allows_all else is_public
        return WebFetcher(resolver=self.resolve, allows=allows, ports={self.port, 80, 443})


@asynccontextmanager
async def web(answer: Answer) -> AsyncIterator[Web]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = request.split(" ")[1]
        served.asked.append(path)
        writer.write(answer(path))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    served = Web(server.sockets[0].getsockname()[1])
    async with server:
        yield served


def site(path: str) -> bytes:
    if path == "/poster.jpg":
        return http(picture((900, 500)), "image/jpeg")
    return http(PAGE.encode())


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("see https://a.example/x?y=1#z.", "https://a.example/x?y=1#z"),
        ("(http://a.example/축제)와 https://b.example", "http://a.example/축제"),
        ("HTTPS://A.example!", "HTTPS://A.example"),
        ("no link, ftp://a.example javascript:alert(1) www.a.example", None),
    ],
)
def test_the_first_link_of_a_text(body: str, link: str | None) -> None:
    assert first_link(body) == link


def test_a_page_says_what_it_is() -> None:
    info = read_page(PAGE.encode(), url="https://a.example/b/c", charset=None)

    assert info == ("국민대 & 축제", "Three days", "Campus", "https://a.example/poster.jpg")
    korean = '<meta charset="euc-kr"><title>공지</title>'.encode("euc-kr")
    assert (read_page(korean, url="https://a.example", charset=None) or ("",))[0] == "공지"
    assert read_page(b"<p>nothing", url="https://a.example", charset="no-such") is None


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fd00:ec2::254", "fc00::1", "ff02::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001::1",
    ],
)  # fmt: skip
def test_addresses_of_this_side_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "203.252.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_not(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://a.example/", "ftp://a.example/", "http://user:secret@a.example/",
        "http://a.example:22/", "http://a.example:8000/", "http:///x", "http://127.0.0.1/", "http://2130706433/",
        "http://0x7f000001/", "http://[::1]/", "http://localhost/", "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/", "https://127.0.0.1/",
    ],
)  # fmt: skip
async def test_nothing_but_the_public_web_is_asked(url: str) -> None:
    with pytest.raises(FetchError):
        await WebFetcher().fetch(url, types=["text/html"], limit=1000)


async def test_a_name_with_one_inner_address_is_refused_and_one_that_changes_gains_nothing() -> None:
    async with web(site) as served:
        guarded = served.fetcher(allows_all=False)
        for addresses in ([["8.8.8.8", "127.0.0.1"]], [["127.0.0.1"]], [["::1"]]):
            served.hosts["evil.example"] = addresses
            with pytest.raises(FetchError):
                await guarded.fetch(f"http://evil.example:{served.port}/", types=["text/html"], limit=1000)
        assert served.asked == []
        # It is looked up once, and the connection goes to what was looked at: a second answer is never asked for.
        served.hosts["rebind.example"] = [["127.0.0.1"], ["10.0.0.1"]]
        await served.fetcher().fetch(f"http://rebind.example:{served.port}/", types=["text/html"], limit=1000)

    assert served.asked == ["/"]
    assert served.hosts["rebind.example"] == [["10.0.0.1"]]


@pytest.mark.parametrize(
    "target", ["http://inner.example/", "http://127.0.0.1:{port}/", "file:///etc/passwd", "//[::1]/"]
)
async def test_a_redirect_inwards_is_not_followed(target: str) -> None:
    port = 0

    def answer(path: str) -> bytes:
        where = target.format(port=port)
        return http(b"", status="302 Found", more=f"Location: {where}\r\n") if path == "/start" else site(path)

    async with web(answer) as served:
        port = served.port
        served.hosts["inner.example"] = [["10.0.0.1"]]
        only_start = WebFetcher(
            resolver=served.resolve, allows=lambda _: len(served.asked) == 0, ports={served.port, 80}
        )
        with pytest.raises(FetchError):
            await only_start.fetch(f"http://a.example:{served.port}/start", types=["text/html"], limit=1000)

    assert served.asked == ["/start"]


async def test_redirects_sizes_and_types_have_bounds() -> None:
    def answer(path: str) -> bytes:
        hops = int(path.strip("/") or 0)
        if hops > 0:
            return http(b"", status="301 Moved", more=f"Location: /{hops - 1}\r\n")
        return http(b"x" * 5000)

    async with web(answer) as served:
        fetcher, base = served.fetcher(), f"http://a.example:{served.port}"
        assert len((await fetcher.fetch(f"{base}/3", types=["text/html"], limit=1000)).body) == 1000
        with pytest.raises(FetchError):
            await fetcher.fetch(f"{base}/4", types=["text/html"], limit=1000)
        with pytest.raises(FetchError):
            await fetcher.fetch(f"{base}/0", types=["image/png"], limit=1000)
    async with web(lambda _: http(b"x", more="Content-Encoding: gzip\r\n")) as served:
        with pytest.raises(FetchError):
            await served.fetcher().fetch(f"http://a.example:{served.port}/", types=["text/html"], limit=1000)


async def previewed(resources: Resources, served: Web, message: Any) -> None:
    """Run the job as the worker does."""
    own = dataclasses.replace(resources, fetcher=served.fetcher())
    await run_once(own, preview_link, message_id=message["id"])


async def test_everybody_gets_the_preview_once(people: People, app_resources: Resources) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    async with web(site) as served:
        url = f"http://a.example:{served.port}/festival"
        message = await room.say(ana, f"look: {url}")
        for _ in range(2):
            await previewed(app_resources, served, message)

    log = await room.events(bo, after_seq=4)
    assert [(each["seq"], each["kind"], each["actor_id"]) for each in log] == [(5, "message_previewed", None)]
    [seen] = await room.messages(bo)
    assert seen == log[0]["message"]
    assert (seen["changed_seq"], seen["body"], seen["edited_at"]) == (5, f"look: {url}", None)
    preview = seen["preview"]
    assert (preview["url"], preview["title"], preview["description"]) == (url, "국민대 & 축제", "Three days")
    assert (preview["image"]["width"], preview["image"]["height"]) == (640, 356)
    assert served.asked == ["/festival", "/poster.jpg"]


async def test_an_edit_and_a_deletion_take_the_preview_away(
    people: People, app_resources: Resources, run_jobs: RunJobs
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    async with web(site) as served:
        message = await room.say(ana, f"http://a.example:{served.port}/one")
        path = f"/rooms/{room.id}/messages/{message['id']}"
        await previewed(app_resources, served, message)
        edited = ok(await ana.http.patch(path, json={"body": f"http://a.example:{served.port}/two"}))
        assert edited["preview"] is None
        await previewed(app_resources, served, message)
        assert (await room.messages(bo))[0]["preview"]["url"].endswith("/two")
        ok(await ana.http.delete(path), 204)
        await previewed(app_resources, served, message)

    assert (await room.messages(bo))[0]["preview"] is None


async def test_a_page_that_says_nothing_or_is_not_there_is_no_preview(
    people: People, app_resources: Resources, run_jobs: RunJobs
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    async with web(lambda path: http(b"", status="404 Not Found") if path == "/gone" else http(b"<p>")) as served:
        for path in ("gone", "empty"):
            message = await room.say(ana, f"http://a.example:{served.port}/{path}")
            await previewed(app_resources, served, message)
    # As it runs in production: this address is refused without a connection.
    inner = await room.say(ana, "http://169.254.169.254/latest")
    await run_jobs()

    assert [each["preview"] for each in await room.messages(bo)] == [None] * 3
    assert (await room.events(bo))[-1]["message"]["id"] == inner["id"]
