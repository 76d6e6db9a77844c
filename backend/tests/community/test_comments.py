"""Comments: one level of replies, in order, counted, and told to those whom they answer."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from dife.community import comments
from dife.context import Context
from dife.kit import languages
from dife.models import Comment, Notification, Post

from fixtures.people import People, Person
from fixtures.posts import comment_body, write_comment, write_post


async def bodies(person: Person, post: dict[str, Any]) -> list[str | None]:
    response = await person.http.get(f"/posts/{post['id']}/comments")
    assert response.status_code == 200, response.text
    return [comment["body"] for comment in response.json()["items"]]


async def told(context: Context) -> list[tuple[str, Any, Any]]:
    rows = await context.session.execute(select(Notification.kind, Notification.member_id, Notification.actor_id))
    return sorted((row.kind, row.member_id, row.actor_id) for row in rows)


class TestWriting:
    async def test_a_comment_shows_who_wrote_it_and_is_counted(self, people: People) -> None:
        author, guest = await people.create(), await people.create("claire")
        post = await write_post(author)

        comment = await write_comment(guest, post, body=" 저도 궁금해요 ")

        assert (comment["body"], comment["is_mine"], comment["parent_id"]) == ("저도 궁금해요", True, None)
        assert comment["language"] == "ko"
        [seen] = (await author.http.get(f"/posts/{post['id']}/comments")).json()["items"]
        assert (seen["author"]["member"]["username"], seen["is_mine"]) == ("claire", False)
        assert (await author.http.get(f"/posts/{post['id']}")).json()["comment_count"] == 1

    async def test_language_is_found_at_writing_and_never_at_reading(
        self, people: People, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        author = await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post, body="저도 궁금해요")
        edit = {"body": "¿Alguien sabe cuándo abre la biblioteca?"}
        edited = await author.http.patch(f"/comments/{comment['id']}", json=edit)

        async def never(_: object) -> None:
            raise AssertionError("a text was read for its language")

        monkeypatch.setattr(comments, "detect_language", never)
        monkeypatch.setattr(languages, "detect_languages", never)
        [read] = (await author.http.get(f"/posts/{post['id']}/comments")).json()["items"]
        [own] = (await author.http.get("/me/comments")).json()["items"]

        assert edited.json()["language"] == read["language"] == own["comment"]["language"] == "es"

    async def test_repeating_a_request_answers_with_the_first_comment(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author)
        body = comment_body()
        answers = await asyncio.gather(
            *(author.http.post(f"/posts/{post['id']}/comments", json=body) for _ in range(4))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert (await author.http.get(f"/posts/{post['id']}")).json()["comment_count"] == 1
        other = await author.http.post(f"/posts/{post['id']}/comments", json={**body, "body": "다른 말"})
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")

    async def test_many_at_once_are_all_counted(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author)
        guests = [await people.create() for _ in range(10)]
        await asyncio.gather(*(write_comment(guest, post, anonymous=True) for guest in guests))
        items = (await author.http.get(f"/posts/{post['id']}/comments")).json()["items"]
        assert sorted(item["author"]["alias"] for item in items) == list(range(1, 11))
        assert (await author.http.get(f"/posts/{post['id']}")).json()["comment_count"] == 10

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"body": " "}, "too_short"),
            ({"body": "가" * 1001}, "too_long"),
            ({"media_ids": []}, "unknown_field"),
            ({"parent_id": "x"}, "invalid"),
        ],
    )
    async def test_what_breaks_a_rule_is_refused(self, people: People, changes: dict[str, Any], code: str) -> None:
        author = await people.create()
        post = await write_post(author)
        response = await author.http.post(f"/posts/{post['id']}/comments", json=comment_body(**changes))
        assert (response.status_code, response.json()["errors"][0]["code"]) == (422, code)
        assert (await author.http.get(f"/posts/{post['id']}")).json()["comment_count"] == 0

    async def test_under_a_post_that_is_not_there_is_refused(self, people: People) -> None:
        author = await people.create()
        for response in (
            await author.http.post(f"/posts/{uuid4()}/comments", json=comment_body()),
            await author.http.get(f"/posts/{uuid4()}/comments"),
        ):
            assert (response.status_code, response.json()["code"]) == (404, "post_not_found")


class TestReplies:
    async def test_follow_their_comment(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author)
        first = await write_comment(author, post, body="1")
        second = await write_comment(author, post, body="2")
        await write_comment(author, post, body="2a", parent_id=second["id"])
        await write_comment(author, post, body="1a", parent_id=first["id"])
        await write_comment(author, post, body="1b", parent_id=first["id"])
        assert await bodies(author, post) == ["1", "1a", "1b", "2", "2a"]

    async def test_pages_cut_threads_without_losing_any(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author)
        for number in range(3):
            comment = await write_comment(author, post, body=str(number))
            for reply in "ab":
                await write_comment(author, post, body=f"{number}{reply}", parent_id=comment["id"])
        seen: list[str] = []
        cursor: str | None = None
        while cursor is not None or not seen:
            query: dict[str, Any] = {"limit": 2, "cursor": cursor} if cursor else {"limit": 2}
            page = (await author.http.get(f"/posts/{post['id']}/comments", params=query)).json()
            seen += [comment["body"] for comment in page["items"]]
            cursor = page["next_cursor"]
        assert seen == ["0", "0a", "0b", "1", "1a", "1b", "2", "2a", "2b"]

    async def test_have_no_replies(self, people: People) -> None:
        author = await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post)
        reply = await write_comment(author, post, parent_id=comment["id"])
        response = await author.http.post(f"/posts/{post['id']}/comments", json=comment_body(parent_id=reply["id"]))
        assert (response.status_code, response.json()["errors"][0]["code"]) == (422, "reply_to_reply")

    async def test_may_be_repeated_when_what_they_answer_is_gone(self, people: People) -> None:
        author, guest = await people.create(), await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post)
        path, reply = f"/posts/{post['id']}/comments", comment_body(parent_id=comment["id"])
        first = await guest.http.post(path, json=reply)
        await author.http.delete(f"/comments/{comment['id']}")

        again = await guest.http.post(path, json=reply)
        other = await guest.http.post(path, json={**reply, "body": "another"})

        assert (again.status_code, again.json()) == (200, first.json())
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")

    async def test_to_a_comment_of_another_post_or_a_deleted_one_are_refused(self, people: People) -> None:
        author = await people.create()
        post, other = await write_post(author), await write_post(author)
        elsewhere = await write_comment(author, other)
        gone = await write_comment(author, post)
        await author.http.delete(f"/comments/{gone['id']}")
        for parent_id in (elsewhere["id"], gone["id"], str(uuid4())):
            response = await author.http.post(f"/posts/{post['id']}/comments", json=comment_body(parent_id=parent_id))
            assert (response.status_code, response.json()["code"]) == (404, "comment_not_found")


class TestChanging:
    async def test_an_author_edits_and_others_do_not(self, people: People) -> None:
        author, other = await people.create(), await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post)
        edited = (await author.http.patch(f"/comments/{comment['id']}", json={"body": "고쳤어요"})).json()
        assert (edited["body"], edited["edited_at"] is not None) == ("고쳤어요", True)
        for response in (
            await other.http.patch(f"/comments/{comment['id']}", json={"body": "mine"}),
            await other.http.delete(f"/comments/{comment['id']}"),
        ):
            assert (response.status_code, response.json()["code"]) == (403, "not_author")

    async def test_deleting_removes_the_comment_its_text_and_its_count(self, people: People, context: Context) -> None:
        author = await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post)
        assert (await author.http.delete(f"/comments/{comment['id']}")).status_code == 204
        assert await bodies(author, post) == []
        assert (await author.http.get(f"/posts/{post['id']}")).json()["comment_count"] == 0
        assert (await context.session.execute(select(Comment.body))).scalar() == ""
        for response in (
            await author.http.put(f"/comments/{comment['id']}/like"),
            await author.http.patch(f"/comments/{comment['id']}", json={"body": "again"}),
        ):
            assert (response.status_code, response.json()["code"]) == (404, "comment_not_found")

    async def test_deleting_may_be_repeated_by_its_author_alone(self, people: People) -> None:
        author, other = await people.create(), await people.create()
        post = await write_post(author)
        comment, kept = await write_comment(author, post), await write_comment(author, post)

        answers = [await author.http.delete(f"/comments/{comment['id']}") for _ in range(2)]
        by_other = await other.http.delete(f"/comments/{comment['id']}")

        assert [answer.status_code for answer in answers] == [204, 204]
        assert (by_other.status_code, by_other.json()["code"]) == (404, "comment_not_found")
        assert (await author.http.get(f"/posts/{post['id']}")).json()["comment_count"] == 1
        assert await bodies(author, post) == [kept["body"]]

    async def test_a_deleted_comment_with_replies_stays_as_a_placeholder(self, people: People) -> None:
        author, guest = await people.create(), await people.create()
        post = await write_post(author)
        comment = await write_comment(guest, post, body="gone soon")
        reply = await write_comment(author, post, body="stays", parent_id=comment["id"])

        await guest.http.delete(f"/comments/{comment['id']}")

        [placeholder, answer] = (await guest.http.get(f"/posts/{post['id']}/comments")).json()["items"]
        assert (placeholder["id"], placeholder["author"], placeholder["body"]) == (comment["id"], None, None)
        assert (placeholder["is_mine"], placeholder["like_count"], placeholder["language"]) == (False, 0, None)
        assert answer["body"] == "stays"
        await author.http.delete(f"/comments/{reply['id']}")
        assert await bodies(guest, post) == []

    async def test_deleting_a_comment_while_it_is_replied_to_never_deadlocks(
        self, people: People, context: Context
    ) -> None:
        author, guest = await people.create(), await people.create()
        post = await write_post(author)
        comments = [await write_comment(author, post) for _ in range(8)]

        answers = await asyncio.gather(
            *(author.http.delete(f"/comments/{comment['id']}") for comment in comments),
            *(
                guest.http.post(f"/posts/{post['id']}/comments", json=comment_body(parent_id=comment["id"]))
                for comment in comments
            ),
        )

        assert {answer.status_code for answer in answers} <= {201, 204, 404}
        alive = (await context.session.execute(select(Comment.id).where(Comment.deleted_at.is_(None)))).all()
        assert (await context.session.execute(select(Post.comment_count))).scalar() == len(alive)

    async def test_my_comments_come_with_their_posts(self, people: People) -> None:
        author, guest = await people.create(), await people.create()
        posts = [await write_post(author, title=f"글 {number}") for number in range(2)]
        comments = [await write_comment(guest, post, anonymous=True) for post in posts]
        await author.http.delete(f"/posts/{posts[0]['id']}")

        items = (await guest.http.get("/me/comments")).json()["items"]

        assert [item["comment"]["id"] for item in items] == [comments[1]["id"], comments[0]["id"]]
        assert (items[0]["post"]["title"], items[1]["post"]) == ("글 1", None)


class TestTelling:
    async def test_the_posts_author_is_told_of_a_comment(self, people: People, context: Context) -> None:
        author, guest = await people.create(), await people.create()
        await write_comment(guest, await write_post(author))
        assert await told(context) == [("post_commented", author.id, guest.id)]

    async def test_nobody_is_told_of_their_own(self, people: People, context: Context) -> None:
        author = await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post)
        await write_comment(author, post, parent_id=comment["id"])
        assert await told(context) == []

    async def test_a_reply_is_told_to_both_once(self, people: People, context: Context) -> None:
        author, guest, third = [await people.create() for _ in range(3)]
        post = await write_post(author)
        comment = await write_comment(guest, post)
        await context.session.execute(delete(Notification))
        await context.session.commit()

        await write_comment(third, post, parent_id=comment["id"])

        assert await told(context) == [
            ("comment_replied", guest.id, third.id),
            ("post_commented", author.id, third.id),
        ]

    async def test_an_author_who_is_answered_under_their_own_post_is_told_once(
        self, people: People, context: Context
    ) -> None:
        author, guest = await people.create(), await people.create()
        post = await write_post(author)
        comment = await write_comment(author, post)
        await write_comment(guest, post, parent_id=comment["id"])
        assert await told(context) == [("comment_replied", author.id, guest.id)]

    async def test_the_anonymous_are_not_named(self, people: People, context: Context) -> None:
        author, guest = await people.create(), await people.create()
        await write_comment(guest, await write_post(author), anonymous=True)
        assert await told(context) == [("post_commented", author.id, None)]
