"""What the connect routes take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar.params import QueryParameter
from msgspec import Meta

from dife.kit.schema import Input, Output
from dife.members.choices import Hobby, Language, Mbti
from dife.members.schemas import MemberCard, MemberProfile

Side = Literal["received", "sent"]
Direction = Annotated[Side, QueryParameter(description="Whose answer is waited for.")]

Query = Annotated[str, QueryParameter(max_length=48, description="Part of a nickname.")]
MbtiFilter = Annotated[list[Mbti] | None, QueryParameter(max_items=16, description="Any of these.")]
HobbyFilter = Annotated[list[Hobby] | None, QueryParameter(max_items=21, description="Any of these.")]
LanguageFilter = Annotated[list[Language] | None, QueryParameter(max_items=18, description="Speaks any of these.")]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
CountryFilter = Annotated[list[Country] | None, QueryParameter(max_items=50, description="From any of these.")]


class Reason(Output):
    """Something that speaks for two members getting on: the code of its kind, and which language or hobby."""

    kind: Literal["speaks_what_you_learn", "learns_what_you_speak", "shared_hobby", "same_campus"]
    language: Language | None
    hobby: Hobby | None


class ConnectionState(Output):
    """How the caller and a member stand: `requested` by the caller, `received` from the member."""

    status: Literal["none", "requested", "received", "friends"]
    request_id: Annotated[UUID | None, Meta(description="The request that waits for an answer.")]


class Person(MemberProfile):
    """A member, and how the caller and they relate."""

    is_liked: bool
    connection: ConnectionState
    shared: Annotated[list[Reason], Meta(description="Why the two may get on, the most telling first.")]


class Recommendations(Output):
    """People whom the caller may like to meet, the best match first; at most 20."""

    items: list[Person]


class SendRequest(Input):
    """A member asks another to be friends."""

    member_id: UUID
    message: Annotated[str, Meta(max_length=800, description="At most 200 characters after trimming.")] = ""


class ConnectRequest(Output):
    """A request that waits for an answer; `member` is the other side."""

    id: UUID
    direction: Side
    member: MemberCard
    message: str
    created_at: datetime


class Friend(Output):
    """A friend of the caller."""

    member: MemberCard
    since: datetime
