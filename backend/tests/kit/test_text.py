"""Search tokens: what is in a text is found, what is not is not, in any script; and names hide no characters."""

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dife.errors import InvalidField
from dife.kit.text import clean, clean_name, fold, index_vector, query_vector

from fixtures.services import Services


@pytest.fixture(scope="module")
def connection(services: Services) -> Iterator[psycopg.Connection]:
    with psycopg.connect(services.postgres_url(), autocommit=True) as connection:
        yield connection


def finds(connection: psycopg.Connection, query: str, text: str) -> bool:
    vector = query_vector(query)
    if vector is None:
        return False
    row = connection.execute("SELECT %s::tsvector @@ %s::tsquery", (index_vector(text), vector)).fetchone()
    assert row is not None
    return bool(row[0])


class TestFinding:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("밥", "김밥천국"),
            ("도서", "성곡도서관 가는 길"),
            ("서관", "성곡도서관 가는 길"),
            ("도서관", "성곡도서관에서 만나요"),
            ("도서관 길", "성곡도서관 가는 길"),
            ("ㅋㅋ", "ㅋㅋㅋㅋ 진짜"),
            ("図書", "図書館はどこ"),
            ("ラーメン", "おいしいラーメン屋"),
            ("らー", "らーめん"),
            ("图书馆", "去图书馆的路"),
            ("馆", "去图书馆的路"),
            ("𠮷野", "𠮷野家"),
            ("library", "The Library opens at nine"),
            ("lib", "the library"),
            ("MANANA", "Nos vemos mañana"),
            ("mañana", "nos vemos manana"),
            ("cafe", "Café"),
            ("straße", "STRASSE"),
            ("ＴＯＰＩＫ", "topik"),
            ("カナ", "ｶﾅ"),
            ("topik", "TOPIK시험 접수"),
            ("시험", "TOPIK시험 접수"),
            ("TOPIK시험", "TOPIK시험 접수"),
            ("TOPIK 시험", "시험은 TOPIK으로"),
            ("top 접", "TOPIK시험 접수"),
            ("2024년", "2024년 봄학기"),
            ("สวัสดี", "สวัสดีครับ"),
            ("e-mail", "my e-mail"),
        ],
    )
    def test_finds(self, connection: psycopg.Connection, query: str, text: str) -> None:
        assert finds(connection, query, text)

    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("서울대", "서울 사람과 울대"),
            ("도서관", "도서 그리고 서관"),
            ("관도", "도서관 도서"),
            ("한국음식", "한국 음식"),
            ("が", "か"),
            ("brary", "library"),
            ("libraries", "library"),
            ("라면", "라멘"),
        ],
    )
    def test_does_not_find_what_is_not_there(self, connection: psycopg.Connection, query: str, text: str) -> None:
        assert not finds(connection, query, text)

    @given(text=st.text("가나다 ab", max_size=30), query=st.text("가나다", min_size=1, max_size=5))
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_run_is_found_exactly_where_it_is_contained(
        self, connection: psycopg.Connection, text: str, query: str
    ) -> None:
        assert finds(connection, query, text) == (query in text)

    def test_the_end_of_the_longest_text_is_found(self, connection: psycopg.Connection) -> None:
        text = "".join(chr(0xAC00 + i) for i in range(10_000)) + " 기숙사 통금"
        assert finds(connection, "통금", text)
        assert finds(connection, "기숙사", text)

    def test_a_text_that_grows_when_it_is_normalised_still_fits(self, connection: psycopg.Connection) -> None:
        assert finds(connection, "صلى", "\ufdfa" * 10_100)


class TestSyntax:
    """Whatever is typed, it is a value and never part of the query language."""

    @pytest.mark.parametrize(
        "text", ["' | 'a", "a & b | !c", "a:*", "'a' <-> 'b'", "\\", "''", "a\\'b", "(", "!!", "a'b", "%_", "<2>", ":A"]
    )
    def test_operators_are_no_operators(self, connection: psycopg.Connection, text: str) -> None:
        assert not finds(connection, text, "nothing of it")
        assert finds(connection, text, text) == any(character.isalnum() for character in text)

    @given(text=st.text(max_size=60), query=st.text(max_size=20))
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_can_be_indexed_and_looked_for(
        self, connection: psycopg.Connection, text: str, query: str
    ) -> None:
        text, query = (part.encode(errors="ignore").decode().replace("\0", "") for part in (text, query))
        finds(connection, query, text)

    @pytest.mark.parametrize("text", ["", "  ", "🎉", "!?…", "_", "・"])
    def test_a_query_without_words_is_none(self, text: str) -> None:
        assert query_vector(text) is None

    def test_a_long_query_is_bounded(self) -> None:
        assert len((query_vector("word " * 1000 + "가 나 " * 1000) or "").split(" & ")) <= 20


class TestFold:
    def test_keeps_what_tells_words_apart(self) -> None:
        assert fold("がっこう") == "がっこう"

    @given(text=st.text(max_size=40))
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)


class TestClean:
    def test_composes_and_trims(self) -> None:
        assert clean("  cafe\u0301 ", field="x", minimum=1, maximum=4) == "caf\u00e9"

    @pytest.mark.parametrize(("text", "code"), [("  ", "too_short"), ("가" * 5, "too_long")])
    def test_length_counts_characters_after_trimming(self, text: str, code: str) -> None:
        with pytest.raises(InvalidField) as caught:
            clean(text, field="title", minimum=1, maximum=4)
        assert caught.value.field_errors == [{"field": "title", "code": code}]

    @pytest.mark.parametrize(
        "hidden",
        ["\u200b", "\u202e", "\u0007", "\ufeff", "\u00ad", "\u2066", "\u0085", "\u3164", "\u2800", "\U000e0041"],
    )
    def test_a_name_hides_nothing(self, hidden: str) -> None:
        with pytest.raises(InvalidField) as caught:
            clean_name(f"a{hidden}b", field="username", minimum=1, maximum=12)
        assert caught.value.field_code == "invalid_characters"

    @pytest.mark.parametrize("blank", ["\u3164", "\u115f\u1160", "\uffa0", "\u2800"])
    def test_a_name_is_not_blank(self, blank: str) -> None:
        with pytest.raises(InvalidField):
            clean_name(blank, field="username", minimum=1, maximum=12)
