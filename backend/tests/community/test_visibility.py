"""Who cannot see a person does not see what they say under their name; and the other way round."""

from typing import Any

import pytest
from sqlalchemy import insert, update

from dife.context import Context
from dife.database import commit
from dife.models import Block, Member

from fixtures.people import People, Person
from fixtures.posts import comment_body, write_comment, write_post


async def block(context: Context, blocker: Person, blocked: Person) -> None:
    await context.session.execute(insert(Block).values(blocker_id=blocker.id, blocked_id=blocked.id))
    await commit(context.session)


@pytest.mark.parametrize("direction", ["reader blocked author", "author blocked reader"])
async def test_after_a_block_named_posts_are_gone_both_ways(people: People, context: Context, direction: str) -> None:
    author, reader = await people.create(), await people.create()
    post = await write_post(author)
    await reader.http.put(f"/posts/{post['id']}/bookmark")
    comment = await write_comment(reader, post)
    await block(context, *((reader, author) if direction.startswith("reader") else (author, reader)))

    for path in ("/posts", "/posts?q=도서관", "/me/bookmarks"):
        assert (await reader.http.get(path)).json()["items"] == []
    assert (await reader.http.get("/boards")).json()["items"][0]["newest"] == []
    refused = [
        await reader.http.get(f"/posts/{post['id']}"),
        await reader.http.get(f"/posts/{post['id']}/comments"),
        await reader.http.put(f"/posts/{post['id']}/like"),
        await reader.http.put(f"/posts/{post['id']}/bookmark"),
        await reader.http.post(f"/posts/{post['id']}/comments", json=comment_body()),
        await reader.http.patch(f"/posts/{post['id']}", json={"title": "x"}),
        await reader.http.delete(f"/posts/{post['id']}"),
        await author.http.put(f"/comments/{comment['id']}/like"),
    ]
    assert {answer.status_code for answer in refused} == {404}


async def test_comments_of_the_blocked_vanish_and_replies_to_them_keep_a_placeholder(
    people: People, context: Context
) -> None:
    author, blocked, third = [await people.create() for _ in range(3)]
    post = await write_post(author)
    await write_comment(blocked, post, body="without replies")
    comment = await write_comment(blocked, post, body="with a reply")
    await write_comment(third, post, body="the reply", parent_id=comment["id"])
    of_third = await write_comment(third, post, body="another")
    await write_comment(blocked, post, body="their reply", parent_id=of_third["id"])
    await block(context, author, blocked)

    async def seen(person: Person) -> list[tuple[Any, ...]]:
        items = (await person.http.get(f"/posts/{post['id']}/comments")).json()["items"]
        return [(item["body"], item["author"] is not None) for item in items]

    assert await seen(author) == [(None, False), ("the reply", True), ("another", True)]
    assert len(await seen(third)) == 5


async def test_a_private_or_suspended_authors_named_posts_are_not_shown(people: People, context: Context) -> None:
    private, suspended, reader = [await people.create() for _ in range(3)]
    posts = [await write_post(private), await write_post(suspended)]
    await context.session.execute(update(Member).where(Member.id == private.id).values(is_private=True))
    await context.session.execute(update(Member).where(Member.id == suspended.id).values(status="suspended"))
    await commit(context.session)
    assert (await reader.http.get("/posts")).json()["items"] == []
    assert (await private.http.get(f"/posts/{posts[0]['id']}")).status_code == 200
