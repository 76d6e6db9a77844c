"""Rules of groups: creating, editing and closing them. Who comes and goes is in `memberships`."""

import hashlib
import hmac
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from dife.chat import group_repository, log_repository, membership_repository, repository
from dife.chat.errors import NotRoomOwner, RoomNotFound
from dife.chat.events import announce, announce_joined, announce_left, append_event
from dife.chat.group_schemas import DESCRIPTION_LENGTH, NAME_LENGTH, PASSWORD_LENGTH, CreateGroup, EditGroup
from dife.chat.places import role_of
from dife.chat.rooms import get_room
from dife.chat.schemas import RoomView
from dife.context import Context
from dife.errors import IdempotencyMismatch, InvalidField
from dife.kit.ids import new_id
from dife.kit.rate_limits import RateLimit
from dife.kit.text import clean, clean_name, index_vector
from dife.media import service as media
from dife.models import Group, MediaKind, RoomEventKind, RoomKind, RoomRole

NEW_GROUPS = RateLimit("groups", 20, 24 * 3600)

_CODES = ("topics", "languages", "purposes")


async def create(context: Context, data: CreateGroup) -> tuple[RoomView, bool]:
    """Make a group, and tell whether it is new.

    Raises:
        InvalidField: a value breaks a rule of its own.
        IdempotencyMismatch: the client id stands for another room.
        RateLimited: twenty groups within a day.
    """
    room_id = await _created(context, data)
    if room_id is not None:
        return await get_room(context, room_id), False
    await context.limiter.hit(NEW_GROUPS, str(context.caller.member_id))
    room_id = new_id()
    values = await _columns(context, room_id, msgspec.structs.asdict(data))
    values["fingerprint"] = _fingerprint(data)
    values["search"] = index_vector(f"{values['name']}\n{values['description']}")
    is_new = await group_repository.insert_group(
        context.session, room_id, created_by=context.caller.member_id, client_id=data.client_id, values=values
    )
    if not is_new:
        # The same request came twice at once: the other one is there now.
        first_id = await _created(context, data)
        if first_id is None:
            raise RoomNotFound
        return await get_room(context, first_id), False
    await media.claim(context, _pictures(values))
    await _begin_log(context, room_id)
    return await get_room(context, room_id), True


async def _created(context: Context, data: CreateGroup) -> UUID | None:
    row = await group_repository.get_created(context.session, context.caller.member_id, data.client_id)
    if row is None:
        return None
    if row.kind != RoomKind.GROUP or row.fingerprint != _fingerprint(data):
        raise IdempotencyMismatch
    room_id: UUID = row.id
    return room_id


def _fingerprint(data: CreateGroup) -> bytes:
    return hashlib.sha256(msgspec.json.encode(data)).digest()


async def _begin_log(context: Context, room_id: UUID) -> None:
    owner_id = context.caller.member_id
    joined = {"member_id": str(owner_id), "reopened": False}
    await append_event(context.session, room_id, RoomEventKind.ROOM_CREATED, actor_id=owner_id)
    await append_event(context.session, room_id, RoomEventKind.MEMBER_JOINED, actor_id=owner_id, data=joined)
    announce_joined(context, room_id, [owner_id])
    await announce(context, room_id, after_seq=0)


async def _columns(context: Context, room_id: UUID, given: dict[str, Any]) -> dict[str, Any]:
    """Return what is given of a group, checked, as columns of its table."""
    values = {name: given[name] for name in ("max_members", "is_private", "history") if given[name] is not UNSET}
    if given["name"] is not UNSET:
        values["name"] = clean_name(given["name"], field="name", minimum=1, maximum=NAME_LENGTH)
    if given["description"] is not UNSET:
        values["description"] = clean(given["description"], field="description", minimum=0, maximum=DESCRIPTION_LENGTH)
    for name in _CODES:
        if given[name] is not UNSET:
            values[name] = _distinct(given[name], field=name)
    if given["password"] is not UNSET:
        values["password_hash"] = _password_hash(context, room_id, given)
    if given["picture_media_id"] is not UNSET:
        values["picture_media_id"] = picture_id = given["picture_media_id"]
        if picture_id is not None:
            await media.require_own(context, [picture_id], kind=MediaKind.ROOM)
    return values


def _pictures(values: dict[str, Any]) -> list[UUID]:
    return [values["picture_media_id"]] if values.get("picture_media_id") else []


def _distinct(codes: list[str], *, field: str) -> list[str]:
    if len(set(codes)) != len(codes):
        raise InvalidField(field, "repeated")
    return codes


def _password_hash(context: Context, room_id: UUID, given: dict[str, Any]) -> bytes | None:
    if given["password"] is None:
        return None
    if given["is_private"] is False:
        raise InvalidField("password", "only_private")
    minimum, maximum = PASSWORD_LENGTH
    return hash_password(context, room_id, clean(given["password"], field="password", minimum=minimum, maximum=maximum))


def hash_password(context: Context, room_id: UUID, password: str) -> bytes:
    """Return what is kept of a group's password.

    A keyed hash and no slow one: a code that people tell each other is short, and whoever stole the table could try
    all of them. Without the key they cannot.
    """
    key = hashlib.sha256(b"dife-room-password" + context.settings.secret_key.get_secret_value().encode()).digest()
    return hmac.new(key, room_id.bytes + password.encode(), hashlib.sha256).digest()


async def edit(context: Context, room_id: UUID, data: EditGroup) -> RoomView:
    """Change what a group says of itself; what stays as it was is no event.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        NotRoomOwner: somebody else owns it.
        InvalidField: a value breaks a rule of its own, or there are more members than seats.
    """
    group, head = await lock_own(context, room_id)
    changed = await _changes(context, group, data)
    if not changed:
        return await get_room(context, room_id)
    old_picture = group.picture_media_id
    await media.claim(context, _pictures(changed))
    await group_repository.update_group(context.session, room_id, changed)
    # The hash stands for nothing that a reader may know.
    fields = sorted({"password" if name == "password_hash" else name for name in changed.keys() - {"search"}})
    told = {"fields": fields, **({"name": changed["name"]} if "name" in changed else {})}
    await append_event(
        context.session, room_id, RoomEventKind.ROOM_UPDATED, actor_id=context.caller.member_id, data=told
    )
    await announce(context, room_id, after_seq=head)
    if old_picture is not None and "picture_media_id" in changed:
        await media.discard(context, [old_picture], owner_id=None)
    return await get_room(context, room_id)


async def lock_own(context: Context, room_id: UUID) -> tuple[Group, int]:
    """Lock a group of which the caller is the owner; return it and its head.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        NotRoomOwner: somebody else owns it.
    """
    rooms = await log_repository.lock_rooms(context.session, [room_id])
    if await role_of(context, room_id) != RoomRole.OWNER:
        raise NotRoomOwner
    group = await group_repository.get_open(context.session, room_id)
    if group is None:
        raise RoomNotFound
    return group, rooms[room_id].head_seq


async def _changes(context: Context, group: Group, data: EditGroup) -> dict[str, Any]:
    given = msgspec.structs.asdict(data)
    if given["is_private"] is UNSET and given["password"] not in {UNSET, None}:
        given["is_private"] = group.is_private
    values = await _columns(context, group.room_id, given)
    if values.get("is_private") is False:
        values["password_hash"] = None
    if values.get("max_members", group.member_count) < group.member_count:
        raise InvalidField("max_members", "too_small")
    changed = {name: value for name, value in values.items() if getattr(group, name) != value}
    if changed.keys() & {"name", "description"}:
        name, description = changed.get("name", group.name), changed.get("description", group.description)
        changed["search"] = index_vector(f"{name}\n{description}")
    return changed


async def close(context: Context, room_id: UUID) -> None:
    """End a group for everybody: nobody hears anything after this event. Repeated, it changes nothing.

    Raises:
        RoomNotFound: no such room, or the caller is not in it.
        NotRoomOwner: somebody else owns it.
    """
    standing = await membership_repository.get_standing(context.session, room_id, context.caller.member_id)
    if standing is not None and standing.role == RoomRole.OWNER and standing.left_seq is not None:
        return
    _, head = await lock_own(context, room_id)
    everybody = await membership_repository.get_member_ids(context.session, room_id)
    await end_log(context, room_id, everybody, head=head)


async def end_log(context: Context, room_id: UUID, member_ids: list[UUID], *, head: int) -> None:
    """Close a group whose room is locked, with those who are still in it."""
    actor_id = context.caller.member_id
    left = await repository.set_left(context.session, room_id, member_ids, seq=head + 1)
    await group_repository.close(context.session, room_id)
    seq = await append_event(context.session, room_id, RoomEventKind.ROOM_CLOSED, actor_id=actor_id)
    await announce(context, room_id, after_seq=head)
    announce_left(context, room_id, left, last_seq=seq)
