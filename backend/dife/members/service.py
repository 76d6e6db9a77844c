"""Rules of members."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from msgspec import UNSET
from sqlalchemy.exc import IntegrityError

from dife.context import Context
from dife.database import AnyRow, constraint_of
from dife.errors import InvalidField
from dife.kit.text import clean, clean_name
from dife.media import service as media
from dife.media.schemas import MediaView
from dife.members import choices, repository
from dife.members.errors import MemberNotFound, UsernameTaken
from dife.members.events import announce_presence_setting
from dife.members.schemas import Choices, LanguageSkill, Me, MemberCard, MemberProfile, MePatch, UsernameCheck
from dife.models import MediaKind, ReportReason

USERNAME_LENGTH = 12
BIO_LENGTH = 60


async def me(context: Context, member_id: UUID) -> Me:
    """Return the member as they see themselves."""
    row = await repository.get_me(context.session, member_id)
    if row is None:
        raise MemberNotFound
    photos = await media.views(context, [row.photo_media_id])
    return Me(
        id=row.id,
        email=row.email,
        username=row.username,
        country=row.country,
        bio=row.bio,
        mbti=row.mbti,
        hobbies=row.hobbies,
        languages=_skills(row.languages),
        photo=photos.get(row.photo_media_id),
        locale=row.locale,
        is_private=row.is_private,
        shows_presence=row.shows_presence,
        campus_id=row.campus_id,
        student_verified=row.student_verified_at is not None,
        onboarded=row.onboarded_at is not None,
        role=row.role,
        created_at=row.created_at,
    )


async def profiles(context: Context, member_ids: Collection[UUID]) -> dict[UUID, MemberProfile]:
    """Return the profiles of those members that the caller may see; the others are missing."""
    if not member_ids:
        return {}
    rows = await repository.get_profiles(context.session, set(member_ids), viewer=context.caller.member_id)
    photos = await media.views(context, [row.photo_media_id for row in rows])
    return {row.id: _to_profile(row, photos) for row in rows}


async def cards(context: Context, member_ids: Collection[UUID]) -> dict[UUID, MemberCard]:
    """Return the cards of those members that the caller may see; the others are missing."""
    if not member_ids:
        return {}
    rows = await repository.get_cards(context.session, set(member_ids), viewer=context.caller.member_id)
    photos = await media.views(context, [row.photo_media_id for row in rows])
    return {row.id: to_card(row, photos) for row in rows}


async def room_cards(context: Context, member_ids: Collection[UUID]) -> dict[UUID, MemberCard]:
    """Return cards of members whom the caller meets in a room; private ones too, who show themselves by being there."""
    if not member_ids:
        return {}
    rows = await repository.get_room_cards(context.session, set(member_ids), viewer=context.caller.member_id)
    photos = await media.views(context, [row.photo_media_id for row in rows])
    return {row.id: to_card(row, photos) for row in rows}


async def known_cards(context: Context, member_ids: Collection[UUID]) -> dict[UUID, MemberCard]:
    """Return cards without photos of members whom the caller need not be able to see.

    Only for lists that exist because of that: whom the caller blocked, whom a report is about.
    """
    if not member_ids:
        return {}
    rows = await repository.get_known_cards(context.session, set(member_ids))
    return {row.id: to_card(row, {}) for row in rows}


async def evidence(context: Context, member_id: UUID) -> dict[str, Any]:
    """Return what a member's profile says at this moment, for a report. A block in between does not hinder it.

    Raises:
        MemberNotFound: no such member, or hidden from the caller by anything but a block.
    """
    row = await repository.get_reportable(context.session, member_id, viewer=context.caller.member_id)
    if row is None:
        raise MemberNotFound
    return {
        "username": row.username,
        "country": row.country,
        "bio": row.bio,
        "mbti": row.mbti,
        "hobbies": row.hobbies,
        "languages": row.languages,
        "photo_media_id": str(row.photo_media_id) if row.photo_media_id else None,
    }


async def lock_pair(context: Context, member_id: UUID) -> None:
    """Serialize with everything else that changes how the caller and another member stand to each other.

    Take it before reading what the change depends on: a request and a block sent at the same moment see each other.
    """
    await repository.lock_pair(context.session, context.caller.member_id, member_id)


async def is_friend(context: Context, member_id: UUID) -> bool:
    """Tell whether the caller and another member are friends."""
    return await repository.are_friends(context.session, context.caller.member_id, member_id)


async def require_visible(context: Context, member_id: UUID) -> MemberCard:
    """Return the card of a member that the caller may see.

    Raises:
        MemberNotFound: there is none.
    """
    card = (await cards(context, [member_id])).get(member_id)
    if card is None:
        raise MemberNotFound
    return card


def to_card(row: AnyRow, photos: dict[UUID, MediaView]) -> MemberCard:
    """Make a card of a row that has `repository.CARD_COLUMNS`."""
    return MemberCard(id=row.id, username=row.username, country=row.country, photo=photos.get(row.photo_media_id))


def _to_profile(row: AnyRow, photos: dict[UUID, MediaView]) -> MemberProfile:
    return MemberProfile(
        id=row.id,
        username=row.username,
        country=row.country,
        photo=photos.get(row.photo_media_id),
        bio=row.bio,
        mbti=row.mbti,
        hobbies=row.hobbies,
        languages=_skills(row.languages),
        campus_id=row.campus_id,
    )


def _skills(rows: Sequence[dict[str, Any]]) -> list[LanguageSkill]:
    return [LanguageSkill(**row) for row in rows]


async def check_username(context: Context, username: str) -> UsernameCheck:
    """Tell whether the caller could take a nickname."""
    try:
        cleaned = clean_name(username, field="username", minimum=1, maximum=USERNAME_LENGTH)
    except InvalidField:
        return UsernameCheck(available=False, reason="invalid")
    taken = await repository.is_username_taken(context.session, cleaned, by_other_than=context.caller.member_id)
    return UsernameCheck(available=not taken, reason="taken" if taken else None)


async def update_me(context: Context, patch: MePatch) -> Me:
    """Change the caller's profile; the last missing piece completes onboarding.

    Raises:
        InvalidField: a value breaks a rule of its own.
        UsernameTaken: another member has the nickname.
    """
    member_id = context.caller.member_id
    # Two changes at once come one after the other: each replaces hobbies, languages and photo as the other left them.
    old_photo = await repository.lock_member(context.session, member_id)
    values = await _columns(context, patch)
    photo_id = values.get("photo_media_id")
    if photo_id is not None and photo_id != old_photo:
        await media.claim(context, [photo_id])
    if values:
        try:
            await repository.update_member(context.session, member_id, values)
        except IntegrityError as error:
            if constraint_of(error) == "uq_members_username":
                raise UsernameTaken from None
            raise
    if patch.hobbies is not UNSET:
        await repository.replace_hobbies(context.session, member_id, set(patch.hobbies))
    if patch.languages is not UNSET:
        await repository.replace_languages(context.session, member_id, _checked_languages(patch.languages))
    if "shows_presence" in values:
        announce_presence_setting(context)
    await repository.complete_onboarding(context.session, member_id)
    if old_photo is not None and values.get("photo_media_id", old_photo) != old_photo:
        await media.discard(context, [old_photo], owner_id=member_id)
    return await me(context, member_id)


async def _columns(context: Context, patch: MePatch) -> dict[str, Any]:
    plain = {
        "mbti": patch.mbti,
        "locale": patch.locale,
        "is_private": patch.is_private,
        "shows_presence": patch.shows_presence,
    }
    values: dict[str, Any] = {name: value for name, value in plain.items() if value is not UNSET}
    if patch.username is not UNSET:
        values["username"] = clean_name(patch.username, field="username", minimum=1, maximum=USERNAME_LENGTH)
    if patch.bio is not UNSET:
        values["bio"] = clean(patch.bio, field="bio", minimum=0, maximum=BIO_LENGTH)
    if patch.country is not UNSET:
        values["country"] = _checked_country(patch.country)
    if patch.photo_media_id is not UNSET:
        if patch.photo_media_id is not None:
            await media.require_own(context, [patch.photo_media_id], kind=MediaKind.PROFILE)
        values["photo_media_id"] = patch.photo_media_id
    return values


def _checked_country(country: str) -> str:
    if country not in choices.COUNTRIES:
        raise InvalidField("country", "unknown_choice")
    return country


def _checked_languages(languages: Sequence[LanguageSkill]) -> list[dict[str, str]]:
    if not any(skill.kind == "speaks" for skill in languages):
        raise InvalidField("languages", "speaks_required")
    if len({skill.language for skill in languages}) != len(languages):
        raise InvalidField("languages", "repeated")
    return [{"language": s.language, "kind": s.kind, "level": s.level} for s in languages]


def offered_choices() -> Choices:
    """Return all codes that a client offers."""
    return Choices(
        hobbies=list(choices.HOBBIES),
        languages=list(choices.LANGUAGES),
        language_levels=list(choices.LANGUAGE_LEVELS),
        mbti=list(choices.MBTI_TYPES),
        purposes=list(choices.PURPOSES),
        countries=sorted(choices.COUNTRIES),
        report_reasons=[reason.value for reason in ReportReason],
    )
