"""What the member routes take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from dife.kit.schema import Input, Output
from dife.media.schemas import MediaView
from dife.members.choices import Hobby, Language, LanguageLevel, Mbti

Locale = Literal["ko", "en", "ja", "zh", "es"]
Username = Annotated[str, Meta(min_length=1, max_length=48, description="1 to 12 characters after trimming.")]


class LanguageSkill(Input):
    """A language that a member speaks or learns, and how well."""

    language: Language
    kind: Literal["speaks", "learns"]
    level: LanguageLevel


class MemberCard(Output):
    """A member in a list: what fits on a card."""

    id: UUID
    username: str
    country: str
    photo: MediaView | None


class MemberProfile(MemberCard):
    """A member as others see them."""

    bio: str
    mbti: Mbti | None
    hobbies: list[Hobby]
    languages: list[LanguageSkill]
    campus_id: str | None


class Me(Output):
    """The caller, as only they see themselves."""

    id: UUID
    email: str
    username: str | None
    country: str | None
    bio: str
    mbti: Mbti | None
    hobbies: list[Hobby]
    languages: list[LanguageSkill]
    photo: MediaView | None
    locale: Locale
    is_private: bool
    shows_presence: bool
    campus_id: str | None
    student_verified: bool
    onboarded: bool
    role: Literal["member", "moderator"]
    created_at: datetime


class MePatch(Input):
    """What to change of one's own profile; what is left out stays."""

    username: Username | UnsetType = UNSET
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | UnsetType = UNSET
    bio: Annotated[str, Meta(max_length=240, description="At most 60 characters after trimming.")] | UnsetType = UNSET
    mbti: Mbti | UnsetType | None = UNSET
    hobbies: Annotated[list[Hobby], Meta(min_length=1, max_length=3)] | UnsetType = UNSET
    languages: Annotated[list[LanguageSkill], Meta(min_length=1, max_length=20)] | UnsetType = UNSET
    photo_media_id: UUID | UnsetType | None = UNSET
    locale: Locale | UnsetType = UNSET
    is_private: bool | UnsetType = UNSET
    shows_presence: bool | UnsetType = UNSET


class UsernameCheck(Output):
    """Whether a nickname can be had."""

    available: bool
    reason: Literal["taken", "invalid"] | None


class Choices(Output):
    """All codes that a client offers; labels are the client's."""

    hobbies: list[str]
    languages: list[str]
    language_levels: list[str]
    mbti: list[str]
    purposes: list[str]
    countries: list[str]
    report_reasons: list[str]
