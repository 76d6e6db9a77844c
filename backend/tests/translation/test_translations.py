"""Translating what one may read: once for all readers, free from the memory, within a month's characters."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

import httpx2
import pytest
from litestar import Litestar
from sqlalchemy import func, insert, select

from dife.app import create_app
from dife.context import Context, Resources
from dife.database import commit
from dife.models import Block, Translation, TranslationUsage
from dife.settings import Settings
from dife.translation import flights
from dife.translation.engines import DeepL
from dife.valkey import connect

from fixtures.application import TurnableClock
from fixtures.deepl import DeepLServer
from fixtures.people import People, Person
from fixtures.posts import write_comment, write_post
from fixtures.rooms import open_room
from fixtures.statements import counted_statements

GREETING = "안녕하세요! 만나서 반가워요."


async def translate(person: Person, target: str = "en", **what: Any) -> httpx2.Response:
    return await person.http.post("/translations", json={"target": target, **what})


async def usage(person: Person) -> dict[str, Any]:
    answer: dict[str, Any] = (await person.http.get("/me/translation-usage")).json()
    return answer


@pytest.mark.usefixtures("with_key")
class TestTexts:
    async def test_a_text_is_translated_and_says_from_what(self, people: People) -> None:
        answer = await translate(await people.create(), text=GREETING)
        assert answer.status_code == 200, answer.text
        assert answer.json() == {
            "texts": [
                {"field": "body", "text": "Hello! Nice to meet you.", "source_language": "ko", "is_original": False}
            ],
            "engine": "deepl",
            "cached": False,
        }

    async def test_a_post_comes_with_its_title(self, people: People) -> None:
        author, reader = await people.create(), await people.create()
        post = await write_post(
            author, title="학교 앞 맛집 추천", body="정문 건너편 김치찌개집이 싸고 맛있어요.", anonymous=True
        )
        answer = (await translate(reader, post_id=post["id"])).json()
        assert [(text["field"], text["text"]) for text in answer["texts"]] == [
            ("title", "Good places to eat near campus"),
            ("body", "The kimchi stew place across from the main gate is cheap and delicious."),
        ]
        assert str(author.id) not in str(answer)

    async def test_a_comment_is_translated(self, people: People) -> None:
        author = await people.create()
        comment = await write_comment(author, await write_post(author), body=GREETING)
        answer = (await translate(await people.create(), "es", comment_id=comment["id"])).json()
        assert answer["texts"][0]["text"] == "¡Hola! Encantado de conocerte."

    async def test_the_longest_post_is_translated_whole(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author, title="긴 글", body="가나다라마" * 2000)
        answer = (await translate(author, "ja", post_id=post["id"])).json()
        assert answer["texts"][1]["text"] == f"[JA] {'가나다라마' * 2000}"

    async def test_what_is_in_the_language_already_is_given_back(
        self, people: People, deepl_server: DeepLServer
    ) -> None:
        reader = await people.create()
        for text, source in ((GREETING, "ko"), ("🎉🎉 123", None)):
            answer = (await translate(reader, "ko", text=text)).json()
            assert answer["texts"] == [{"field": "body", "text": text, "source_language": source, "is_original": True}]
            assert (answer["engine"], answer["cached"]) == (None, True)
        assert deepl_server.requests == []
        assert (await usage(reader))["characters"] == 0

    async def test_the_engine_has_the_last_word_on_the_language(self, people: People) -> None:
        """Two syllables of an alphabet are not clear to the detector, so the engine is asked."""
        answer = (await translate(await people.create(), "en", text="hey")).json()
        assert answer["texts"] == [{"field": "body", "text": "hey", "source_language": "en", "is_original": True}]

    @pytest.mark.parametrize(
        ("what", "code"),
        [
            ({}, "exactly_one"),
            ({"text": "a", "post_id": str(uuid4())}, "exactly_one"),
            ({"text": " "}, "too_short"),
            ({"text": "가" * 2001}, "too_long"),
            ({"text": "a", "target": "xx"}, "unknown_choice"),
            ({"text": "a", "source": "ko"}, "unknown_field"),
        ],
    )
    async def test_what_breaks_a_rule_is_refused(self, people: People, what: dict[str, Any], code: str) -> None:
        answer = await (await people.create()).http.post("/translations", json={"target": "ko", **what})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


@pytest.mark.usefixtures("with_key")
class TestMemory:
    async def test_a_translation_is_made_once_for_all_readers(self, people: People, deepl_server: DeepLServer) -> None:
        one, two = await people.create(), await people.create()
        first = (await translate(one, text=GREETING)).json()
        second = (await translate(two, text=GREETING)).json()
        assert (first["cached"], second["cached"]) == (False, True)
        assert first["texts"] == second["texts"]
        assert deepl_server.asked == [GREETING]
        assert (await usage(one))["characters"] == len(GREETING)
        assert (await usage(two))["characters"] == 0

    async def test_a_text_written_in_another_normal_form_is_the_same_text(
        self, people: People, deepl_server: DeepLServer
    ) -> None:
        reader = await people.create()
        await translate(reader, "ko", text="un caf\u00e9 con leche por favor")
        answer = (await translate(reader, "ko", text="un cafe\u0301 con leche por favor")).json()
        assert answer["cached"] is True
        assert len(deepl_server.requests) == 1

    async def test_each_language_has_its_own(self, people: People, deepl_server: DeepLServer) -> None:
        reader = await people.create()
        for target in ("en", "ja", "zh", "es"):
            assert (await translate(reader, target, text=GREETING)).json()["cached"] is False
        assert [request["target_lang"] for request in deepl_server.requests] == ["EN-US", "JA", "ZH-HANS", "ES"]

    async def test_only_what_is_new_in_a_post_is_sent(self, people: People, deepl_server: DeepLServer) -> None:
        author = await people.create()
        await translate(author, text="학교 앞 맛집 추천")
        post = await write_post(author, title="학교 앞 맛집 추천", body="새로운 본문")
        assert (await translate(author, post_id=post["id"])).json()["cached"] is False
        assert deepl_server.asked == ["학교 앞 맛집 추천", "새로운 본문"]

    async def test_the_same_new_text_asked_for_by_many_at_once_is_sent_once(
        self, app: Litestar, people: People, deepl_server: DeepLServer, settings: Settings, deepl: DeepL
    ) -> None:
        """Half of them ask another process, which shares nothing but PostgreSQL and Valkey."""
        readers = [await people.create() for _ in range(6)]
        deepl_server.delay_seconds = 0.4
        second = create_app(settings)
        async with second.lifespan():
            second.state.resources = replace(second.state.resources, translator=deepl)
            transport = httpx2.ASGITransport(app=cast("Any", second), raise_app_exceptions=False)

            async def elsewhere(reader: Person) -> httpx2.Response:
                url = str(reader.http.base_url)
                headers = {"Authorization": f"Bearer {reader.access_token}"}
                async with httpx2.AsyncClient(transport=transport, base_url=url, headers=headers) as http:
                    return await http.post("/translations", json={"target": "en", "text": GREETING})

            answers = await asyncio.gather(
                *(translate(reader, text=GREETING) for reader in readers[:3]), *map(elsewhere, readers[3:])
            )

        assert {answer.status_code for answer in answers} == {200}
        assert {answer.json()["texts"][0]["text"] for answer in answers} == {"Hello! Nice to meet you."}
        assert deepl_server.asked == [GREETING]
        assert sum([(await usage(reader))["characters"] for reader in readers]) == len(GREETING)

    async def test_overlapping_requests_do_not_wait_for_each_other_for_ever(
        self, people: People, deepl_server: DeepLServer
    ) -> None:
        author, reader = await people.create(), await people.create()
        titles = ["가을 축제", "봄 소풍"]
        posts = [
            await write_post(author, title=titles[0], body=titles[1]),
            await write_post(author, title=titles[1], body=titles[0]),
        ]
        deepl_server.delay_seconds = 0.2
        answers = await asyncio.gather(*(translate(reader, post_id=post["id"]) for post in posts))
        assert {answer.status_code for answer in answers} == {200}
        assert sorted(deepl_server.asked) == sorted(titles)

    async def test_without_valkey_it_still_translates_and_remembers(
        self, app: Litestar, people: People, context: Context, deepl_server: DeepLServer
    ) -> None:
        readers = [await people.create() for _ in range(2)]
        resources: Resources = app.state.resources
        app.state.resources = replace(resources, valkey=connect("redis://127.0.0.1:1"))
        answers = [await translate(reader, text=GREETING) for reader in readers]
        assert [answer.json()["cached"] for answer in answers] == [False, True]
        assert (await context.session.execute(select(func.count()).select_from(Translation))).scalar() == 1


class TestVisibility:
    @pytest.mark.usefixtures("with_key")
    async def test_what_one_may_not_read_is_not_translated(self, people: People, context: Context) -> None:
        author, reader = await people.create(), await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post)
        deleted = await write_post(author)
        await author.http.delete(f"/posts/{deleted['id']}")
        await translate(author, post_id=post["id"])
        await context.session.execute(insert(Block).values(blocker_id=author.id, blocked_id=reader.id))
        await commit(context.session)
        for what, code in (
            ({"post_id": post["id"]}, "post_not_found"),
            ({"comment_id": comment["id"]}, "comment_not_found"),
            ({"post_id": deleted["id"]}, "post_not_found"),
            ({"post_id": str(uuid4())}, "post_not_found"),
            ({"message_id": str(uuid4())}, "message_not_found"),
        ):
            answer = await translate(reader, **what)
            assert (answer.status_code, answer.json()["code"]) == (404, code)

    @pytest.mark.usefixtures("with_key")
    async def test_a_message_is_translated_for_its_room_alone_and_not_once_it_is_deleted(self, people: People) -> None:
        one, other, stranger = [await people.create() for _ in range(3)]
        room = await open_room(one, other)
        message = await room.say(one, GREETING)

        answer = await translate(other, "ja", message_id=message["id"])

        assert answer.json()["texts"][0]["text"] == "こんにちは！はじめまして。"
        refused = await translate(stranger, "ja", message_id=message["id"])
        assert (refused.status_code, refused.json()["code"]) == (404, "message_not_found")
        await one.http.delete(f"/rooms/{room.id}/messages/{message['id']}")
        assert (await translate(other, "ja", message_id=message["id"])).status_code == 404


class TestWithoutKey:
    async def test_new_text_says_plainly_that_it_needs_a_key(self, people: People) -> None:
        reader = await people.create()
        answer = await reader.http.post(
            "/translations", json={"target": "en", "text": GREETING}, headers={"Accept-Language": "en"}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "translation_unavailable_without_key")
        assert "DeepL key" in answer.json()["detail"]
        assert (await usage(reader))["requests"] == 0

    async def test_what_the_memory_has_is_still_translated(self, people: People, context: Context) -> None:
        row = {
            "source_hash": flights.hash_of(GREETING),
            "target": "es",
            "source_language": "ko",
            "text": "¡Hola!",
            "engine": "demo",
        }
        await context.session.execute(insert(Translation).values(row))
        await commit(context.session)
        answer = (await translate(await people.create(), "es", text=GREETING)).json()
        assert (answer["texts"][0]["text"], answer["engine"], answer["cached"]) == ("¡Hola!", "demo", True)


@pytest.mark.usefixtures("with_key")
class TestQuota:
    async def test_usage_counts_characters_and_requests_of_the_month(
        self, people: People, clock: TurnableClock
    ) -> None:
        reader = await people.create()
        await translate(reader, text="새 글 하나")
        await translate(reader, text="새 글 둘")
        await translate(reader, text="새 글 둘")
        told = await usage(reader)
        assert (told["characters"], told["requests"], told["limit"]) == (6 + 5, 2, 50_000)
        assert told["month"] == f"{clock.now():%Y-%m}"

    async def test_next_month_starts_afresh(self, people: People, context: Context) -> None:
        reader = await people.create()
        last_month = flights.month_of(context.clock.now()) - timedelta(days=1)
        row = {"member_id": reader.id, "month": last_month.replace(day=1), "characters": 50_000, "requests": 9}
        await context.session.execute(insert(TranslationUsage).values(row))
        await commit(context.session)
        assert (await translate(reader, text="새 글")).status_code == 200

    async def test_a_used_up_month_refuses_new_text_and_gives_what_is_remembered(
        self, people: People, context: Context
    ) -> None:
        reader, other = await people.create(), await people.create()
        await translate(other, text=GREETING)
        month = flights.month_of(context.clock.now())
        row = {"member_id": reader.id, "month": month, "characters": 49_998, "requests": 9}
        await context.session.execute(insert(TranslationUsage).values(row))
        await commit(context.session)

        refused = await translate(reader, text="새 글")

        assert (refused.status_code, refused.json()["code"]) == (429, "translation_quota_exceeded")
        assert 0 < int(refused.headers["Retry-After"]) <= 31 * 86_400 + 1
        assert (await translate(reader, text=GREETING)).json()["cached"] is True
        assert (await translate(reader, text="글둘")).status_code == 200
        assert (await usage(reader))["characters"] == 50_000

    async def test_many_new_texts_at_once_do_not_go_beyond_the_month(
        self, people: People, context: Context, deepl_server: DeepLServer
    ) -> None:
        reader = await people.create()
        month = flights.month_of(context.clock.now())
        row = {"member_id": reader.id, "month": month, "characters": 50_000 - 25, "requests": 1}
        await context.session.execute(insert(TranslationUsage).values(row))
        await commit(context.session)
        deepl_server.delay_seconds = 0.3

        answers = await asyncio.gather(*(translate(reader, text=f"{number} 번 새 글입니다") for number in range(6)))

        assert sorted(answer.status_code for answer in answers) == [200] * 2 + [429] * 4
        assert (await usage(reader))["characters"] == 50_000 - 25 + 20


@pytest.mark.usefixtures("with_key")
class TestEngineDown:
    @pytest.mark.parametrize(("faults", "least"), [((503, 503), 1), ((456,), 3600)])
    async def test_is_told_with_when_to_come_back_and_counts_nothing(
        self, people: People, deepl_server: DeepLServer, faults: tuple[int, ...], least: int
    ) -> None:
        reader = await people.create()
        deepl_server.faults.extend(faults)

        answer = await translate(reader, text="새 글")

        assert (answer.status_code, answer.json()["code"]) == (503, "translator_unavailable")
        assert int(answer.headers["Retry-After"]) >= least
        assert (await usage(reader))["requests"] == 0
        assert (await translate(reader, text="새 글")).status_code == 200
        assert (await usage(reader))["characters"] == 3

    async def test_whoever_waits_for_a_translation_that_fails_gets_their_own_try(
        self, people: People, deepl_server: DeepLServer
    ) -> None:
        readers = [await people.create() for _ in range(2)]
        deepl_server.faults.append(456)
        answers = await asyncio.gather(*(translate(reader, text="새 글") for reader in readers))
        assert sorted(answer.status_code for answer in answers) == [200, 503]

    async def test_an_engine_that_hangs_holds_no_connection_and_ends_in_time(
        self, app_resources: Resources, people: People, deepl_server: DeepLServer
    ) -> None:
        """More requests hang than the pool has connections, and others are still answered."""
        size = app_resources.settings.database_pool_size
        readers = [await people.create() for _ in range(size + 2)]
        deepl_server.faults.extend(["hang"] * 4 * size)
        hanging = [asyncio.create_task(translate(reader, text=f"글 {n}")) for n, reader in enumerate(readers)]
        await asyncio.sleep(1.5)

        assert (await readers[0].http.get("/me")).status_code == 200

        answers = await asyncio.gather(*hanging)
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(503, "translator_unavailable")}


async def test_what_is_remembered_costs_three_statements(
    people: People, app_resources: Resources, context: Context
) -> None:
    reader = await people.create()
    post = await write_post(reader)
    rows = [
        {
            "source_hash": flights.hash_of(post[field]),
            "target": "en",
            "source_language": "ko",
            "text": "x",
            "engine": "e",
        }
        for field in ("title", "body")
    ]
    await context.session.execute(insert(Translation), rows)
    await commit(context.session)
    with counted_statements(app_resources.engine) as statements:
        assert (await translate(reader, post_id=post["id"])).json()["cached"] is True
    assert len(statements) <= 3, "\n".join(statements)
