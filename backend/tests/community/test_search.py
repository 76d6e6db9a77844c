"""Searching posts: words of one or two syllables inside longer ones, any script, newest first."""

import pytest

from fixtures.people import People, Person
from fixtures.posts import write_post


async def found(person: Person, query: str, **filters: str) -> list[str]:
    response = await person.http.get("/posts", params={"q": query, **filters})
    assert response.status_code == 200, response.text
    return [item["title"] for item in response.json()["items"]]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("밥", "김밥천국 추천"),
        ("도서", "성곡도서관 자리"),
        ("도서관 자리", "성곡도서관 자리"),
        ("시험", "TOPIK시험 접수"),
        ("topik", "TOPIK시험 접수"),
        ("図書", "図書館の使い方"),
        ("食堂", "学生食堂很便宜"),
        ("cafe", "Una cafetería tranquila"),
        ("CAFETERIA", "Una cafetería tranquila"),
    ],
)
async def test_finds_words_inside_words(people: People, query: str, title: str) -> None:
    author = await people.create()
    for other in (
        "김밥천국 추천",
        "성곡도서관 자리",
        "TOPIK시험 접수",
        "図書館の使い方",
        "学生食堂很便宜",
        "Una cafetería tranquila",
    ):
        await write_post(author, title=other, body="…본문 1")
    assert await found(author, query) == [title]


async def test_finds_in_title_and_text_and_needs_every_word(people: People) -> None:
    author = await people.create()
    await write_post(author, title="기숙사 통금", body="열한 시에 문을 닫아요")
    assert await found(author, "통금 열한") == ["기숙사 통금"]
    assert await found(author, "통금 열두") == []


async def test_does_not_join_syllables_that_are_apart(people: People) -> None:
    author = await people.create()
    await write_post(author, title="서울 사람", body="울대 근처")
    assert await found(author, "서울대") == []


async def test_shows_the_newest_first_and_pages(people: People) -> None:
    author = await people.create()
    for number in range(5):
        await write_post(author, title=f"축제 {number}")
    page = (await author.http.get("/posts", params={"q": "축제", "limit": 3})).json()
    rest = (await author.http.get("/posts", params={"q": "축제", "limit": 3, "cursor": page["next_cursor"]})).json()
    titles = [post["title"] for post in page["items"] + rest["items"]]
    assert titles == [f"축제 {number}" for number in (4, 3, 2, 1, 0)]
    assert rest["next_cursor"] is None


async def test_a_board_narrows_it(people: People) -> None:
    author = await people.create()
    await write_post(author, title="축제 팁", board="tip")
    await write_post(author, title="축제 잡담", board="free")
    assert await found(author, "축제", board="free") == ["축제 잡담"]


@pytest.mark.parametrize("query", ["🎉", "!?", "___"])
async def test_a_query_without_words_finds_nothing(people: People, query: str) -> None:
    author = await people.create()
    await write_post(author)
    assert await found(author, query) == []


async def test_a_blank_query_lists_all(people: People) -> None:
    author = await people.create()
    post = await write_post(author)
    assert await found(author, "   ") == [post["title"]]


@pytest.mark.parametrize("query", ["' | '정문", "정문:* & !왼쪽", "')--", "\\'", "a' & 'b", "%"])
async def test_nothing_typed_is_syntax(people: People, query: str) -> None:
    author = await people.create()
    await write_post(author)
    assert (await author.http.get("/posts", params={"q": query})).status_code == 200


async def test_a_query_is_bounded(people: People) -> None:
    author = await people.create()
    assert (await author.http.get("/posts", params={"q": "가" * 101})).status_code == 422
    assert (await author.http.get("/posts", params={"q": "가" * 100})).status_code == 200
