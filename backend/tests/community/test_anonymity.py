"""Anonymous means: no answer to anybody has anything that says who it was."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import insert, select

from dife.community import service
from dife.context import Caller, Context, Resources
from dife.database import commit, new_session
from dife.models import Block, MemberRole, Notification, ReportTarget

from fixtures.people import People, Person
from fixtures.posts import add_picture, comment_body, post_body, write_comment, write_post


class Spy:
    """Notes every answer that somebody else gets."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.answers: list[httpx2.Response] = []

    async def ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        answer = await self.person.http.request(method, path, **options)
        self.answers.append(answer)
        return answer

    def saw(self, secret: Person) -> list[str]:
        """Where the id or the name of somebody stood, also in headers and URLs."""
        needles = (str(secret.id), secret.id.hex, secret.username)
        seen = [(str(answer.request.url), f"{answer.text} {dict(answer.headers)}") for answer in self.answers]
        return [url for url, told in seen if any(needle in told for needle in needles)]


async def read_everything(spy: Spy, post_id: str) -> None:
    for path in ("/boards", "/posts", "/posts?q=비밀", f"/posts/{post_id}", f"/posts/{post_id}/comments"):
        assert (await spy.ask("GET", path)).status_code == 200
    for path in ("/me/posts", "/me/comments", "/me/likes", "/me/bookmarks", "/notifications"):
        await spy.ask("GET", path)


async def test_nothing_tells_who_wrote_an_anonymous_post_or_comment(people: People, app_resources: Resources) -> None:
    secret, reader = await people.create("theSecret"), await people.create()
    picture = str(await add_picture(app_resources, secret))
    post = await write_post(secret, title="비밀 이야기", anonymous=True, media_ids=[picture])
    open_post = await write_post(reader, title="비밀 아닌 글")
    for under in (post, open_post):
        comment = await write_comment(secret, under, anonymous=True)
        await write_comment(secret, under, anonymous=True, parent_id=comment["id"])
    spy = Spy(reader)

    await read_everything(spy, post["id"])
    await read_everything(spy, open_post["id"])
    for path in (f"/posts/{post['id']}", f"/comments/{comment['id']}"):
        await spy.ask("PUT", f"{path}/like")
        await spy.ask("PATCH", path, json={"body": "x"})
        await spy.ask("DELETE", path)
    await spy.ask("PUT", f"/posts/{post['id']}/bookmark")
    await spy.ask("POST", f"/posts/{post['id']}/comments", json=comment_body(parent_id=None))
    await read_everything(spy, post["id"])
    await spy.ask("POST", f"/posts/{post['id']}/hide")

    assert spy.saw(secret) == []


async def test_even_ones_own_anonymous_post_is_shown_under_the_alias(people: People) -> None:
    secret = await people.create()
    post = await write_post(secret, anonymous=True)
    assert post["author"] == {"kind": "anonymous", "alias": "author"}
    assert post["is_mine"] is True


async def test_each_has_one_alias_under_a_post_and_another_under_the_next(people: People) -> None:
    author, one, two = [await people.create() for _ in range(3)]
    post, other = await write_post(author, anonymous=True), await write_post(author, anonymous=True)
    for person in (one, two, one, author, two):
        await write_comment(person, post, anonymous=True)
    await write_comment(two, other, anonymous=True)

    def aliases(response: httpx2.Response) -> list[Any]:
        return [comment["author"]["alias"] for comment in response.json()["items"]]

    assert aliases(await author.http.get(f"/posts/{post['id']}/comments")) == [1, 2, 1, "author", 2]
    assert aliases(await author.http.get(f"/posts/{other['id']}/comments")) == [1]


async def test_the_author_of_a_named_post_is_not_called_author_when_anonymous_below_it(people: People) -> None:
    author, guest = await people.create(), await people.create()
    post = await write_post(author)
    await write_comment(guest, post, anonymous=True)
    comment = await write_comment(author, post, anonymous=True)
    assert comment["author"] == {"kind": "anonymous", "alias": 2}


async def test_blocking_somebody_makes_none_of_their_anonymous_words_vanish(people: People, context: Context) -> None:
    secret, reader = await people.create(), await people.create()
    post = await write_post(secret, anonymous=True)
    own = await write_post(reader)
    await write_comment(secret, own, anonymous=True, body="hello")
    before = (await reader.http.get("/posts")).json(), (await reader.http.get(f"/posts/{own['id']}/comments")).json()

    await context.session.execute(insert(Block).values(blocker_id=reader.id, blocked_id=secret.id))
    await commit(context.session)

    after = (await reader.http.get("/posts")).json(), (await reader.http.get(f"/posts/{own['id']}/comments")).json()
    assert after == before
    assert (await reader.http.get(f"/posts/{post['id']}")).status_code == 200


async def test_a_notification_of_the_anonymous_has_no_actor(people: People, context: Context) -> None:
    author, secret = await people.create(), await people.create()
    post = await write_post(author)
    comment = await write_comment(author, post)
    await write_comment(secret, post, anonymous=True, parent_id=comment["id"])
    rows = (await context.session.execute(select(Notification.actor_id, Notification.data))).all()
    assert len(rows) == 1
    assert rows[0].actor_id is None
    assert str(secret.id) not in str(rows[0].data)


async def test_problems_tell_nothing(people: People) -> None:
    secret, reader = await people.create("theSecret"), await people.create()
    body = post_body(anonymous=True)
    post = (await secret.http.post("/posts", json=body)).json()
    spy = Spy(reader)
    await spy.ask("POST", "/posts", json=body)
    await spy.ask("PATCH", f"/posts/{post['id']}", json={"title": "x"})
    await spy.ask("DELETE", f"/posts/{post['id']}")
    assert spy.saw(secret) == []


@pytest.mark.parametrize("anonymous", [True, False])
async def test_moderators_evidence_names_the_author(people: People, app_resources: Resources, anonymous: bool) -> None:
    """A report may lead to a suspension, so the copy that only moderators see has to say whose words they are."""
    secret, reader = await people.create(), await people.create()
    post = await write_post(secret, anonymous=anonymous)
    comment = await write_comment(secret, post, anonymous=anonymous)
    await reader.http.post(f"/posts/{post['id']}/hide")
    async with new_session(app_resources.engine) as session:
        await session.execute(insert(Block).values(blocker_id=reader.id, blocked_id=secret.id))
        caller = Caller(
            member_id=reader.id,
            session_id=reader.id,
            role=MemberRole.MEMBER,
            locale="en",
            is_verified=True,
            is_onboarded=True,
        )
        context = Context(session=session, resources=app_resources, locale="en", maybe_caller=caller)
        for kind, target in ((ReportTarget.POST, post), (ReportTarget.COMMENT, comment)):
            evidence = await service.report_evidence(context, kind, target["id"])
            assert (evidence["author_id"], evidence["body"]) == (str(secret.id), target["body"])
