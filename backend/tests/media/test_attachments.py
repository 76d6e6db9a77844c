"""Files and voice notes: what is taken, what becomes of it, and that nothing of it is ever shown by a browser."""

import io
import zipfile
from typing import Any
from urllib.parse import quote

import av
import httpx2
import pytest

from dife.media.attachments import Order
from dife.media.processing import examine

from fixtures.jobs import RunJobs
from fixtures.people import People, Person
from fixtures.rooms import code_of, ok, open_room
from fixtures.sounds import tone

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def office(folder: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(f"{folder}/document.xml", "<w/>")
    return out.getvalue()


async def upload(who: Person, data: bytes, run_jobs: RunJobs, **fields: Any) -> Any:
    """Announce, upload and process; returns the state afterwards."""
    announced = ok(await who.http.post("/media", json={"size": len(data), **fields}))
    target = announced["upload"]
    async with httpx2.AsyncClient() as client:
        put = await client.put(target["url"], headers=target["headers"], content=data)
    assert put.status_code == 200, put.text
    ok(await who.http.post(f"/media/{announced['id']}/complete"))
    await run_jobs()
    return ok(await who.http.get(f"/media/{announced['id']}"))


async def test_a_file_is_sent_and_can_only_be_saved(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    state = await upload(ana, PDF, run_jobs, kind="file", content_type="application/pdf", name="C:\\시간표 1.pdf")
    message = await room.say(ana, "", media_ids=[state["id"]])
    [seen] = await room.messages(bo)

    assert (state["status"], state["media"], state["file"]["name"]) == ("ready", None, "시간표 1.pdf")
    assert message["media"] == []
    [file] = seen["files"]
    assert file == message["files"][0]
    assert (file["kind"], file["content_type"], file["size"]) == ("file", "application/pdf", len(PDF))
    async with httpx2.AsyncClient() as client:
        saved = await client.get(file["urls"]["file"])
    assert saved.content == PDF
    assert saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote('시간표 1.pdf')}"


@pytest.mark.parametrize(("container", "codec"), [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac")])
async def test_a_voice_note_is_written_anew_for_every_player(
    people: People, run_jobs: RunJobs, container: str, codec: str
) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)

    sound = tone(1.5, container=container, codec=codec)
    state = await upload(ana, sound, run_jobs, kind="voice", content_type=f"audio/{container};codecs=x")
    await room.say(ana, "", media_ids=[state["id"]])

    [file] = (await room.messages(bo))[0]["files"]
    assert file["kind"] == "voice"
    assert abs(file["duration_ms"] - 1500) < 60
    assert sorted(file["urls"]) == ["aac", "opus"]
    async with httpx2.AsyncClient() as client:
        answers = {name: await client.get(url) for name, url in file["urls"].items()}
    assert {name: answer.headers["content-type"] for name, answer in answers.items()} == {
        "aac": "audio/mp4",
        "opus": "audio/ogg",
    }
    for answer in answers.values():
        with av.open(io.BytesIO(answer.content)) as played:
            assert [stream.type for stream in played.streams] == ["audio"]


@pytest.mark.parametrize(
    ("content_type", "data", "failure"),
    [
        ("application/pdf", PDF, None),
        ("application/pdf", b"<script>alert(1)</script>", "wrong_type"),
        ("text/plain", "안녕".encode(), None),
        ("text/plain", "안녕".encode("cp949"), None),
        ("text/plain", b"MZ\0\x01", "wrong_type"),
        (DOCX, office("word"), None),
        (DOCX, office("xl"), "wrong_type"),
        (DOCX, b"PK\x03\x04 broken", "unreadable"),
        ("audio/mpeg", b"no sound" * 200, "unreadable"),
        ("video/mp4", PDF, "unreadable"),
    ],
)
async def test_the_bytes_of_a_file_decide(content_type: str, data: bytes, failure: str | None) -> None:
    result = await examine(data, order=Order(kind="file", content_type=content_type))

    assert result.failure == failure


async def test_an_mp3_is_known_by_its_bytes() -> None:
    sound = tone(0.5, container="mp3", codec="libmp3lame")

    assert (await examine(sound, order=Order(kind="file", content_type="audio/mpeg"))).failure is None
    assert (await examine(sound, order=Order(kind="file", content_type="video/mp4"))).failure == "wrong_type"
    assert (await examine(sound, order=Order(kind="voice", content_type="audio/mp4"))).failure == "wrong_type"


async def test_a_voice_note_has_two_minutes() -> None:
    assert (await examine(tone(124), order=Order(kind="voice", content_type="audio/webm"))).failure == "too_long"


@pytest.mark.parametrize("data", [b"", b"RIFF....WAVE", PDF, tone(1)[:200]])
async def test_what_does_not_sound_is_no_voice_note(data: bytes) -> None:
    result = await examine(data, order=Order(kind="voice", content_type="audio/webm"))

    assert result.failure in {"unreadable", "wrong_type"}


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"kind": "file", "content_type": "text/html", "name": "a.html"}, 415, "media_type_not_allowed"),
        ({"kind": "file", "content_type": "image/svg+xml", "name": "a.svg"}, 415, "media_type_not_allowed"),
        ({"kind": "file", "content_type": "application/zip", "name": "a.zip"}, 415, "media_type_not_allowed"),
        ({"kind": "file", "content_type": "image/png", "name": "a.png"}, 415, "media_type_not_allowed"),
        ({"kind": "voice", "content_type": "audio/mpeg"}, 415, "media_type_not_allowed"),
        ({"kind": "chat", "content_type": "application/pdf"}, 415, "media_type_not_allowed"),
        ({"kind": "file", "content_type": "application/pdf"}, 422, "invalid"),
        ({"kind": "file", "content_type": "application/pdf", "name": "\u202efdp.exe"}, 422, "invalid"),
        ({"kind": "file", "content_type": "application/pdf", "name": "x" * 121}, 422, "invalid"),
        (
            {"kind": "file", "content_type": "application/pdf", "name": "a.pdf", "size": 11 << 20},
            413,
            "media_too_large",
        ),
    ],
)
async def test_what_is_no_attachment_is_refused(people: People, fields: dict[str, Any], status: int, code: str) -> None:
    ana = await people.create("ana")

    assert code_of(await ana.http.post("/media", json={"size": 10, **fields}), status) == code


async def test_a_name_gets_the_ending_of_its_type(people: People, run_jobs: RunJobs) -> None:
    ana = await people.create("ana")

    state = await upload(ana, PDF, run_jobs, kind="file", content_type="application/pdf", name="../../run.exe")

    assert state["file"]["name"] == "run.exe.pdf"


async def test_a_deleted_message_takes_its_files_along(people: People, run_jobs: RunJobs) -> None:
    ana, bo = await people.create("ana"), await people.create("bo")
    room = await open_room(ana, bo)
    state = await upload(ana, PDF, run_jobs, kind="file", content_type="application/pdf", name="a.pdf")
    message = await room.say(ana, "", media_ids=[state["id"]])
    ok(await ana.http.delete(f"/rooms/{room.id}/messages/{message['id']}"), 204)
    await run_jobs()

    async with httpx2.AsyncClient() as client:
        assert (await client.get(message["files"][0]["urls"]["file"])).status_code == 404
    assert (await room.messages(bo))[0]["files"] == []
