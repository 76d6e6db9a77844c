"""Posts: written once, shown newest first, changed and deleted by their author alone."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from dife.context import Context, Resources
from dife.models import Media, Post

from fixtures.people import People, Person
from fixtures.posts import add_picture, post_body, write_post


async def ids(person: Person, path: str, **query: Any) -> list[str]:
    response = await person.http.get(path, params=query)
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["items"]]


class TestWriting:
    async def test_a_post_shows_what_was_written_and_by_whom(self, people: People) -> None:
        author, reader = await people.create("claire"), await people.create()
        written = await write_post(author, title="  교환학생   잘 가는 방법 ", body=" 토플 공부 ")

        post = (await reader.http.get(f"/posts/{written['id']}")).json()

        assert (post["title"], post["body"], post["board"]) == ("교환학생 잘 가는 방법", "토플 공부", "tip")
        assert post["author"]["member"]["username"] == "claire"
        assert (post["language"], post["is_mine"], written["is_mine"]) == ("ko", False, True)
        assert (post["like_count"], post["comment_count"], post["edited_at"]) == (0, 0, None)

    async def test_repeating_a_request_answers_with_the_first_post(self, people: People) -> None:
        author = await people.create()
        body = post_body()
        first = await author.http.post("/posts", json=body)

        again = await author.http.post("/posts", json=body)

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()

    async def test_the_same_client_id_with_another_body_is_a_conflict(self, people: People) -> None:
        author = await people.create()
        body = post_body()
        await author.http.post("/posts", json=body)

        response = await author.http.post("/posts", json={**body, "body": "다른 글"})

        assert (response.status_code, response.json()["code"]) == (409, "idempotency_mismatch")

    async def test_the_same_request_many_times_at_once_writes_one_post(self, people: People, context: Context) -> None:
        author = await people.create()
        body = post_body()

        answers = await asyncio.gather(*(author.http.post("/posts", json=body) for _ in range(6)))

        assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert (await context.session.execute(select(func.count()).select_from(Post))).scalar() == 1

    async def test_two_members_may_use_the_same_client_id(self, people: People) -> None:
        body = post_body()
        for author in (await people.create(), await people.create()):
            assert (await author.http.post("/posts", json=body)).status_code == 201

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"title": " "}, "title", "too_short"),
            ({"title": "가" * 101}, "title", "too_long"),
            ({"title": "가" * 500}, "title", "too_long"),
            ({"body": "\n"}, "body", "too_short"),
            ({"body": "가" * 10_001}, "body", "too_long"),
            ({"board": "news"}, "board", "unknown_choice"),
            ({"anonymous": "yes"}, "anonymous", "wrong_type"),
            ({"media_ids": [str(uuid4()) for _ in range(10)]}, "media_ids", "too_long"),
            ({"author_id": str(uuid4())}, "author_id", "unknown_field"),
            ({"body": "a\0b"}, "body", "invalid_characters"),
        ],
    )
    async def test_what_breaks_a_rule_is_refused_with_its_field(
        self, people: People, changes: dict[str, Any], field: str, code: str
    ) -> None:
        response = await (await people.create()).http.post("/posts", json=post_body(**changes))
        assert response.status_code == 422
        assert response.json()["errors"][0]["code"] == code
        if code not in {"unknown_field", "invalid_characters"}:
            assert response.json()["errors"][0]["field"] == field

    async def test_the_longest_title_and_text_are_taken(self, people: People) -> None:
        post = await write_post(await people.create(), title="가" * 100, body="나" * 10_000)
        assert (len(post["title"]), len(post["body"]), len(post["excerpt"])) == (100, 10_000, 140)

    async def test_a_member_who_is_no_verified_student_may_not_even_read(self, people: People) -> None:
        guest = await people.create(student_verified_at=None)
        for response in (await guest.http.get("/posts"), await guest.http.post("/posts", json=post_body())):
            assert (response.status_code, response.json()["code"]) == (403, "not_verified")


class TestPictures:
    async def test_come_with_the_post_in_their_order(self, people: People, app_resources: Resources) -> None:
        author = await people.create()
        pictures = [str(await add_picture(app_resources, author)) for _ in range(3)]
        pictures.reverse()

        post = await write_post(author, media_ids=pictures)

        assert [media["id"] for media in post["media"]] == pictures
        assert post["thumbnail"]["id"] == pictures[0]
        [summary] = (await author.http.get("/posts")).json()["items"]
        assert (summary["thumbnail"]["id"], summary["media_count"]) == (pictures[0], 3)

    async def test_of_others_of_another_kind_or_unfinished_are_refused(
        self, people: People, app_resources: Resources
    ) -> None:
        author, other = await people.create(), await people.create()
        refused = {
            await add_picture(app_resources, other): (404, "media_not_found"),
            await add_picture(app_resources, author, kind="chat"): (404, "media_not_found"),
            await add_picture(app_resources, author, status="processing"): (409, "media_not_ready"),
        }
        for media_id, (status, code) in refused.items():
            response = await author.http.post("/posts", json=post_body(media_ids=[str(media_id)]))
            assert (response.status_code, response.json()["code"]) == (status, code)
        assert await ids(author, "/posts") == []

    async def test_twice_the_same_is_refused(self, people: People, app_resources: Resources) -> None:
        author = await people.create()
        picture = str(await add_picture(app_resources, author))
        response = await author.http.post("/posts", json=post_body(media_ids=[picture, picture]))
        assert response.json()["errors"][0]["code"] == "repeated"

    async def test_that_no_post_shows_any_more_are_deleted(
        self, people: People, app_resources: Resources, context: Context
    ) -> None:
        author = await people.create()
        kept, dropped, added = [str(await add_picture(app_resources, author)) for _ in range(3)]
        post = await write_post(author, media_ids=[kept, dropped])

        response = await author.http.patch(f"/posts/{post['id']}", json={"media_ids": [added, kept]})

        assert [each["id"] for each in response.json()["media"]] == [added, kept]
        left = (await context.session.execute(select(Media.id))).scalars()
        assert set(left) == {UUID(kept), UUID(added)}

    async def test_are_shown_by_one_post_alone(self, people: People, app_resources: Resources) -> None:
        """Also of two posts at once: deleting one of them must not take the picture from the other."""
        author = await people.create()
        picture = str(await add_picture(app_resources, author))
        bodies = [post_body(media_ids=[picture]) for _ in range(3)]

        answers = await asyncio.gather(*(author.http.post("/posts", json=body) for body in bodies))
        post = next(answer.json() for answer in answers if answer.status_code == 201)
        other = await write_post(author)
        edited = await author.http.patch(f"/posts/{other['id']}", json={"media_ids": [picture]})

        refused = [answer for answer in answers if answer.status_code != 201] + [edited]
        assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(409, "media_in_use")] * 3
        assert len((await author.http.get("/me/posts")).json()["items"]) == 2
        await author.http.delete(f"/posts/{other['id']}")
        assert (await author.http.get(f"/posts/{post['id']}")).json()["media"][0]["id"] == picture

    async def test_of_a_post_that_comes_twice_at_once_are_no_second_use(
        self, people: People, app_resources: Resources
    ) -> None:
        author = await people.create()
        body = post_body(media_ids=[str(await add_picture(app_resources, author))])

        answers = await asyncio.gather(*(author.http.post("/posts", json=body) for _ in range(3)))

        assert sorted(answer.status_code for answer in answers) == [200, 200, 201]


class TestLists:
    async def test_pages_show_every_post_once_the_newest_first(self, people: People) -> None:
        author = await people.create()
        written = [(await write_post(author, title=f"글 {n}"))["id"] for n in range(5)]
        seen: list[str] = []
        cursor = None
        while True:
            page = (
                await author.http.get("/posts", params={"limit": 2, **({"cursor": cursor} if cursor else {})})
            ).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
            if len(seen) == 2:
                await write_post(author, title="a newer one moves nothing")
        assert seen == written[::-1]

    async def test_a_board_has_its_own_posts(self, people: People) -> None:
        author = await people.create()
        tip, free = await write_post(author, board="tip"), await write_post(author, board="free")
        assert await ids(author, "/posts", board="tip") == [tip["id"]]
        assert await ids(author, "/posts", board="free") == [free["id"]]

    async def test_home_has_the_three_newest_of_each_board(self, people: People) -> None:
        author = await people.create()
        tips = [(await write_post(author, board="tip"))["id"] for _ in range(4)]

        boards = (await author.http.get("/boards")).json()["items"]

        assert [board["board"] for board in boards] == ["tip", "free"]
        assert [post["id"] for post in boards[0]["newest"]] == tips[:0:-1]
        assert boards[1]["newest"] == []

    @pytest.mark.parametrize("cursor", ["x", "AAAAAAAAAAAAAAAAAAAA", "\u00e9"])
    async def test_a_forged_cursor_is_refused(self, people: People, cursor: str) -> None:
        response = await (await people.create()).http.get("/posts", params={"cursor": cursor})
        assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "invalid_cursor")

    async def test_a_cursor_of_another_list_is_refused(self, people: People) -> None:
        author = await people.create()
        for _ in range(2):
            await write_post(author)
        cursor = (await author.http.get("/posts", params={"limit": 1})).json()["next_cursor"]
        for path, query in (("/posts", {"board": "tip"}), ("/posts", {"q": "길"}), ("/me/posts", {})):
            response = await author.http.get(path, params={**query, "cursor": cursor})
            assert response.status_code == 422

    async def test_limit_is_at_most_a_hundred(self, people: People) -> None:
        assert (await (await people.create()).http.get("/posts", params={"limit": 101})).status_code == 422

    async def test_my_posts_are_mine_alone_also_the_anonymous(self, people: People) -> None:
        me, other = await people.create(), await people.create()
        mine = [(await write_post(me, anonymous=anonymous))["id"] for anonymous in (False, True)]
        await write_post(other)
        assert await ids(me, "/me/posts") == mine[::-1]


class TestEditing:
    async def test_changes_what_is_given_and_says_when(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author)

        edited = (await author.http.patch(f"/posts/{post['id']}", json={"body": "Now the text is in English."})).json()

        assert (edited["title"], edited["body"]) == (post["title"], "Now the text is in English.")
        assert edited["edited_at"] is not None
        assert await ids(author, "/posts", q="english") == [post["id"]]
        assert await ids(author, "/posts", q="정문") == []

    async def test_is_for_the_author_alone(self, people: People) -> None:
        author, other = await people.create(), await people.create()
        post = await write_post(author)
        for response in (
            await other.http.patch(f"/posts/{post['id']}", json={"title": "mine now"}),
            await other.http.delete(f"/posts/{post['id']}"),
        ):
            assert (response.status_code, response.json()["code"]) == (403, "not_author")
        assert (await author.http.get(f"/posts/{post['id']}")).json()["title"] == post["title"]

    async def test_a_name_cannot_be_taken_off_or_put_on(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author, anonymous=True)
        response = await author.http.patch(f"/posts/{post['id']}", json={"anonymous": False})
        assert response.json()["errors"][0]["code"] == "unknown_field"

    async def test_a_post_that_is_not_there_cannot_be_edited(self, people: People) -> None:
        author = await people.create()
        for response in (
            await author.http.patch(f"/posts/{uuid4()}", json={"title": "x"}),
            await author.http.delete(f"/posts/{uuid4()}"),
            await author.http.get(f"/posts/{uuid4()}"),
        ):
            assert (response.status_code, response.json()["code"]) == (404, "post_not_found")


class TestDeleting:
    async def test_takes_the_post_from_every_list_and_its_text_from_the_database(
        self, people: People, app_resources: Resources, context: Context
    ) -> None:
        author, reader = await people.create(), await people.create()
        post = await write_post(author, media_ids=[str(await add_picture(app_resources, author))])
        await reader.http.put(f"/posts/{post['id']}/like")
        await reader.http.put(f"/posts/{post['id']}/bookmark")

        response = await author.http.delete(f"/posts/{post['id']}")

        assert response.status_code == 204
        for path in ("/posts", "/me/likes", "/me/bookmarks"):
            assert await ids(reader, path) == []
        assert await ids(author, "/me/posts") == []
        assert (await reader.http.get(f"/posts/{post['id']}")).status_code == 404
        assert (await author.http.delete(f"/posts/{post['id']}")).status_code == 204, "a lost answer is repeated"
        assert (await reader.http.delete(f"/posts/{post['id']}")).status_code == 404
        row = (await context.session.execute(select(Post.title, Post.body, Post.search, Post.media_ids))).one()
        assert tuple(row) == ("", "", "", [])
        assert (await context.session.execute(select(func.count()).select_from(Media))).scalar() == 0


class TestHiding:
    async def test_hides_a_post_from_whoever_asked_and_from_nobody_else(self, people: People) -> None:
        author, tired, other = [await people.create() for _ in range(3)]
        post = await write_post(author)

        for _ in range(2):
            assert (await tired.http.post(f"/posts/{post['id']}/hide")).status_code == 204

        assert await ids(tired, "/posts") == []
        assert await ids(tired, "/posts", q="도서관") == []
        assert (await tired.http.get("/boards")).json()["items"][0]["newest"] == []
        assert (await tired.http.get(f"/posts/{post['id']}")).status_code == 404
        assert await ids(other, "/posts") == [post["id"]]

    @pytest.mark.parametrize("who_blocks", ["reader", "author"])
    async def test_does_not_tell_that_a_post_of_a_blocker_exists(self, people: People, who_blocks: str) -> None:
        """The same answer as for a post that nobody wrote."""
        author, reader = await people.create(), await people.create()
        post = await write_post(author)
        blocker, blocked = (reader, author) if who_blocks == "reader" else (author, reader)
        await blocker.http.put(f"/blocks/{blocked.id}")

        answers = [await reader.http.post(f"/posts/{post_id}/hide") for post_id in (post["id"], uuid4())]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json() == answers[1].json()

    async def test_ones_own_post_cannot_be_hidden(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author)
        response = await author.http.post(f"/posts/{post['id']}/hide")
        assert (response.status_code, response.json()["code"]) == (409, "own_post")
