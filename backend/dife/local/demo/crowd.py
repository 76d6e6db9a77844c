"""A large made-up campus by COPY, to measure against: members, posts and conversations with valid event logs."""

import hashlib
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dife.kit.text import index_vector
from dife.members import choices

_COUNTRIES = ("KR", "KR", "KR", "KR", "JP", "CN", "US", "FR", "ES", "VN", "MN", "UZ", "DE", "MX", "TR", "ID", "TH")
_NATIVE = {
    "KR": "ko", "JP": "ja", "CN": "zh", "US": "en", "FR": "fr", "ES": "es", "VN": "vi", "MN": "mn", "UZ": "uz",
    "DE": "de", "MX": "es", "TR": "tr", "ID": "id", "TH": "th",
}  # fmt: skip
_CAMPUSES = ("kookmin.ac.kr", "snu.ac.kr", "yonsei.ac.kr", "korea.ac.kr", "ajou.ac.kr")
_WORDS = (
    "도서관", "기숙사", "학생식당", "수강신청", "북한산", "교환학생", "언어교환", "버스", "시험", "장학금", "동아리", "카페",
    "library", "dormitory", "visa", "bank", "hiking", "language", "exchange", "coffee", "exam", "concert", "market",
    "図書館", "留学", "友達", "食堂", "图书馆", "宿舍", "考试", "朋友", "biblioteca", "residencia", "examen", "amigos",
)  # fmt: skip
_MESSAGES_PER_ROOM = 50
_ANONYMOUS = 0.3
_CHUNK = 2_000
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CrowdSize:
    """How many of each to add."""

    members: int = 0
    posts: int = 0
    messages: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything to add."""
        return bool(self.members or self.posts or self.messages)


class Crowd:
    """Fills the tables. Posts and messages are those of members who are there already or are added first."""

    def __init__(self, url: str, size: CrowdSize) -> None:
        self._url = url
        self._size = size
        self._random = random.Random(20261123)  # noqa: S311 - data, not secrets; the same at every run
        self._now = datetime.now(UTC)
        self._serial = 0

    def settle(self, console: Console) -> None:
        """Add everything, with a bar for each kind."""
        columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console) as progress, psycopg.connect(self._url) as connection:
            for name, total, fill in (
                ("members", self._size.members, self._members),
                ("posts", self._size.posts, self._posts),
                ("messages", self._size.messages, self._conversations),
            ):
                task = progress.add_task(name, total=total)
                for done in fill(connection, total) if total else ():
                    connection.commit()
                    progress.advance(task, done)
            connection.autocommit = True
            # Only a table's owner may; for another role the server's own vacuum does it within a minute.
            connection.execute("ANALYZE")

    def _id(self, moment: datetime) -> UUID:
        """Make a UUIDv7 of a moment in the past, unique by its random bits."""
        milliseconds = int(moment.timestamp() * 1000)
        value = milliseconds << 80 | 0x7 << 76 | self._random.getrandbits(12) << 64
        return UUID(int=value | 0b10 << 62 | self._random.getrandbits(62))

    def _moment(self) -> datetime:
        return self._now - _YEAR * self._random.random()

    def _sentence(self, words: int) -> str:
        return " ".join(self._random.choices(_WORDS, k=words))

    def _members(self, connection: psycopg.Connection[Any], total: int) -> Iterator[int]:
        # 41 bits of milliseconds and 20 bits of counting are twelve characters, unique over runs.
        stamp = int(time.time() * 1000) << 20
        for chunk in _chunks(total):
            people = [self._member(_base36(stamp + self._next())) for _ in range(chunk)]
            _copy(connection, _MEMBERS, (person["row"] for person in people))
            _copy(connection, _ACCOUNTS, ((p["row"][0], f"{p['row'][0]}@demo.invalid", "!") for p in people))
            _copy(connection, _HOBBIES, ((p["row"][0], hobby) for p in people for hobby in p["hobbies"]))
            _copy(connection, _LANGUAGES, ((p["row"][0], *skill) for p in people for skill in p["skills"]))
            yield chunk

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _member(self, name: str) -> dict[str, Any]:
        joined = self._moment()
        active = joined + (self._now - joined) * self._random.random() ** 0.3
        country = self._random.choice(_COUNTRIES)
        native = _NATIVE[country]
        learns = self._random.choice([code for code in choices.LANGUAGES[:8] if code != native])
        campus, mbti = self._random.choice(_CAMPUSES), self._random.choice(choices.MBTI_TYPES)
        row = (self._id(joined), name, country, native if native in _LOCALES else "en", campus, mbti,
               self._sentence(4)[:60], joined, joined, active, joined)  # fmt: skip
        skills = [(native, "speaks", "native"), (learns, "learns", self._random.choice(choices.LANGUAGE_LEVELS[:4]))]
        return {"row": row, "hobbies": self._random.sample(choices.HOBBIES, k=3), "skills": skills}

    def _people(self, connection: psycopg.Connection[Any], limit: int) -> list[UUID]:
        rows = connection.execute("SELECT id FROM members WHERE onboarded_at IS NOT NULL LIMIT %s", (limit,))
        people = [row[0] for row in rows]
        if len(people) < 2:  # noqa: PLR2004 - a conversation takes two
            raise SystemExit("There is nobody to write posts or messages yet: add --members too.")
        return people

    def _posts(self, connection: psycopg.Connection[Any], total: int) -> Iterator[int]:
        people = self._people(connection, 100_000)
        for chunk in _chunks(total):
            _copy(connection, _POSTS, (self._post(people) for _ in range(chunk)))
            yield chunk

    def _post(self, people: list[UUID]) -> tuple[Any, ...]:
        written = self._moment()
        title, body = self._sentence(4), self._sentence(30)
        post_id, author = self._id(written), self._random.choice(people)
        return (post_id, author, post_id, hashlib.sha256(post_id.bytes).digest(), self._random.choice(("tip", "free")),
                title, body, self._random.random() < _ANONYMOUS, index_vector(f"{title}\n{body}"), written)  # fmt: skip

    def _conversations(self, connection: psycopg.Connection[Any], total: int) -> Iterator[int]:
        people = self._people(connection, 100_000)
        pairs = self._new_pairs(connection, people, -(-total // _MESSAGES_PER_ROOM))
        left = total
        for chunk in _batches(pairs, _CHUNK // _MESSAGES_PER_ROOM):
            talks = []
            for pair in chunk:
                talks.append(_Talk(self, pair, min(left, _MESSAGES_PER_ROOM)))
                left -= talks[-1].length
            for columns, name in (
                (_ROOMS, "room"),
                (_ROOM_MEMBERS, "places"),
                (_MESSAGES, "messages"),
                (_EVENTS, "events"),
            ):
                _copy(connection, columns, (row for talk in talks for row in getattr(talk, name)))
            yield sum(talk.length for talk in talks)

    def _new_pairs(
        self, connection: psycopg.Connection[Any], people: list[UUID], count: int
    ) -> list[tuple[UUID, UUID]]:
        taken = set(connection.execute("SELECT direct_low, direct_high FROM rooms WHERE kind = 'direct'"))
        if count > len(people) * (len(people) - 1) // 2 - len(taken):
            raise SystemExit("There are too few members for so many conversations: add --members too.")
        pairs: dict[tuple[UUID, UUID], None] = {}
        while len(pairs) < count:
            one, other = self._random.sample(people, 2)
            pair = (min(one, other), max(one, other))
            if pair not in taken:
                pairs[pair] = None
        return list(pairs)


class _Talk:
    """The rows of one conversation."""

    def __init__(self, crowd: Crowd, pair: tuple[UUID, UUID], length: int) -> None:
        chance = crowd._random  # noqa: SLF001 - one source of chance, so that a run can be repeated
        began = crowd._moment()  # noqa: SLF001
        room_id, self.length = crowd._id(began), length  # noqa: SLF001
        head = 3 + length
        self.room = [(room_id, "direct", pair[0], room_id, *pair, head, length, began)]
        self.places = [(room_id, member, 1, head, began) for member in pair]
        self.events: list[tuple[Any, ...]] = [(room_id, 1, "room_created", pair[0], None, Jsonb({}), began)]
        self.events += [
            (room_id, 2 + i, "member_joined", member, None, Jsonb({}), began) for i, member in enumerate(pair)
        ]
        self.messages = []
        for number in range(1, length + 1):
            said = began + timedelta(minutes=number)
            message_id, seq, sender = crowd._id(said), 3 + number, chance.choice(pair)  # noqa: SLF001
            text = crowd._sentence(chance.randint(1, 12))  # noqa: SLF001
            self.messages.append((message_id, room_id, sender, message_id, hashlib.sha256(text.encode()).digest(),
                                  seq, seq, number, text, said))  # fmt: skip
            self.events.append((room_id, seq, "message_created", sender, message_id, Jsonb({}), said))


_LOCALES = ("ko", "en", "ja", "zh", "es")
_MEMBERS = ("members (id, username, country, locale, campus_id, mbti, bio, student_verified_at, onboarded_at, "
            "active_at, created_at)")  # fmt: skip
_ACCOUNTS = "accounts (member_id, email, password_hash)"
_HOBBIES = "member_hobbies (member_id, hobby)"
_LANGUAGES = "member_languages (member_id, language, kind, level)"
_POSTS = "posts (id, author_id, client_id, fingerprint, board, title, body, anonymous, search, created_at)"
_ROOMS = "rooms (id, kind, created_by, client_id, direct_low, direct_high, head_seq, head_message_no, created_at)"
_ROOM_MEMBERS = "room_members (room_id, member_id, visible_from, read_seq, joined_at)"
_MESSAGES = "messages (id, room_id, sender_id, client_id, fingerprint, seq, changed_seq, message_no, body, created_at)"
_EVENTS = "room_events (room_id, seq, kind, actor_id, message_id, payload, created_at)"


def _copy(connection: psycopg.Connection[Any], target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _chunks(total: int) -> Iterator[int]:
    for start in range(0, total, _CHUNK):
        yield min(_CHUNK, total - start)


def _batches(items: list[tuple[UUID, UUID]], size: int) -> Iterator[list[tuple[UUID, UUID]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text
