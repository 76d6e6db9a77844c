"""Lists ask the database as often for a hundred rows as for one."""

import pytest

from dife.context import Resources

from fixtures.people import People
from fixtures.posts import add_picture, write_comment, write_post
from fixtures.statements import counted_statements

PATHS = {
    "/boards": 5,
    "/posts": 4,
    "/posts?q=도서관": 4,
    "/me/posts": 4,
    "/me/likes": 4,
    "/me/bookmarks": 4,
    "/me/comments": 5,
    "/posts/{id}": 4,
    "/posts/{id}/comments": 5,
}


@pytest.mark.parametrize(("path", "most"), PATHS.items())
async def test_no_statement_per_row(people: People, app_resources: Resources, path: str, most: int) -> None:
    authors = [await people.create() for _ in range(3)]
    reader = authors[0]
    for author in authors:
        picture = await add_picture(app_resources, author)
        photo = await add_picture(app_resources, author, kind="profile")
        await author.http.patch("/me", json={"photo_media_id": str(photo)})
        post = await write_post(author, media_ids=[str(picture)])
        await reader.http.put(f"/posts/{post['id']}/like")
        await reader.http.put(f"/posts/{post['id']}/bookmark")
        comment = await write_comment(reader, post)
        for anonymous in (True, False):
            await write_comment(author, post, anonymous=anonymous, parent_id=comment["id"])

    with counted_statements(app_resources.engine) as statements:
        response = await reader.http.get(path.format(id=post["id"]))

    assert response.status_code == 200
    assert len(statements) <= most, "\n".join(statements)
