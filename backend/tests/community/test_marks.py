"""Likes and bookmarks: once each, counted rightly however many come at once, and told to the author once."""

import asyncio

from sqlalchemy import func, select

from dife.context import Context
from dife.models import Comment, CommentLike, Notification, Post, PostLike

from fixtures.people import People, Person
from fixtures.posts import write_comment, write_post


async def insist(person: Person, verb: str, path: str) -> int:
    """Repeat what a busy server put off, as a client does: repeating is safe."""
    for _ in range(20):
        answer = await person.http.request(verb, path)
        if answer.status_code != 503:
            break
    return answer.status_code


async def test_a_like_counts_once_and_can_be_taken_back(people: People) -> None:
    author, fan = await people.create(), await people.create()
    post = await write_post(author)
    for _ in range(2):
        assert (await fan.http.put(f"/posts/{post['id']}/like")).status_code == 204
    liked = (await fan.http.get(f"/posts/{post['id']}")).json()
    assert (liked["like_count"], liked["is_liked"]) == (1, True)
    assert (await author.http.get(f"/posts/{post['id']}")).json()["is_liked"] is False
    for _ in range(2):
        assert (await fan.http.delete(f"/posts/{post['id']}/like")).status_code == 204
    unliked = (await fan.http.get(f"/posts/{post['id']}")).json()
    assert (unliked["like_count"], unliked["is_liked"]) == (0, False)


async def test_twenty_likes_at_once_are_twenty(people: People, context: Context) -> None:
    author = await people.create()
    post = await write_post(author)
    comment = await write_comment(author, post)
    fans = [await people.create() for _ in range(20)]
    paths = [f"/posts/{post['id']}/like", f"/comments/{comment['id']}/like", f"/posts/{post['id']}/bookmark"]

    for path in paths:
        assert set(await asyncio.gather(*(insist(fan, "PUT", path) for fan in fans))) == {204}

    counts = await context.session.execute(
        select(Post.like_count, Post.bookmark_count, Comment.like_count).join_from(Post, Comment)
    )
    assert tuple(counts.one()) == (20, 20, 20)


async def test_likes_given_and_taken_at_once_end_with_the_count_of_those_that_are_there(
    people: People, context: Context
) -> None:
    author = await people.create()
    post = await write_post(author)
    comment = await write_comment(author, post)
    fans = [await people.create() for _ in range(4)]
    paths = [f"/posts/{post['id']}/like", f"/comments/{comment['id']}/like"]

    changes = [(fan, verb, path) for fan in fans for verb in ("PUT", "DELETE", "PUT", "DELETE") for path in paths]
    assert set(await asyncio.gather(*(insist(*change) for change in changes))) == {204}

    post_likes = (await context.session.execute(select(func.count()).select_from(PostLike))).scalar()
    comment_likes = (await context.session.execute(select(func.count()).select_from(CommentLike))).scalar()
    counted = (
        await context.session.execute(select(Post.like_count, Comment.like_count).join_from(Post, Comment))
    ).one()
    assert tuple(counted) == (post_likes, comment_likes)


async def test_my_likes_and_bookmarks_show_the_last_marked_first_and_page(people: People) -> None:
    author, fan = await people.create(), await people.create()
    posts = [(await write_post(author))["id"] for _ in range(3)]
    order = [posts[1], posts[0], posts[2]]
    for mark, path in (("like", "/me/likes"), ("bookmark", "/me/bookmarks")):
        for post_id in order:
            await fan.http.put(f"/posts/{post_id}/{mark}")
        first = (await fan.http.get(path, params={"limit": 2})).json()
        rest = (await fan.http.get(path, params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert [item["id"] for item in first["items"] + rest["items"]] == order[::-1]
        assert rest["next_cursor"] is None
        assert (await author.http.get(path)).json()["items"] == []


async def test_the_author_is_told_of_a_like_once_and_never_of_their_own(people: People, context: Context) -> None:
    author, fan = await people.create(), await people.create()
    post = await write_post(author)
    comment = await write_comment(author, post)
    for person in (author, fan, fan):
        for path in (f"/posts/{post['id']}/like", f"/comments/{comment['id']}/like"):
            await person.http.put(path)
            await person.http.delete(path)

    rows = (
        await context.session.execute(select(Notification.kind, Notification.member_id, Notification.actor_id))
    ).all()

    assert sorted(row.kind for row in rows) == ["comment_liked", "post_liked"]
    assert {(row.member_id, row.actor_id) for row in rows} == {(author.id, fan.id)}


async def test_a_bookmark_tells_nobody(people: People, context: Context) -> None:
    author, fan = await people.create(), await people.create()
    post = await write_post(author)
    await fan.http.put(f"/posts/{post['id']}/bookmark")
    assert (await context.session.execute(select(Notification))).all() == []


async def test_what_is_not_there_cannot_be_marked(people: People) -> None:
    member = await people.create()
    nothing = "01890000-0000-7000-8000-000000000000"
    for path in (f"/posts/{nothing}/like", f"/posts/{nothing}/bookmark", f"/comments/{nothing}/like"):
        assert (await member.http.put(path)).status_code == 404
        assert (await member.http.delete(path)).status_code == 204
