"""Notifications in the reader's language: whole sentences from the catalogue."""

from dataclasses import dataclass
from uuid import UUID

from dife.database import AnyRow
from dife.kit.catalogue import sentence
from dife.media.schemas import MediaView
from dife.members.schemas import MemberCard
from dife.models import MediaKind, NotificationKind
from dife.notifications.repository import PREVIEW_CHARACTERS
from dife.notifications.schemas import NotificationView

_SENTENCES = {MediaKind.FILE: "file", MediaKind.VOICE: "voice"}
"""What stands for a message without text; one of pictures is the usual case."""

_TITLE_LENGTH = 40
_PREVIEW_LENGTH = 120


@dataclass(frozen=True, slots=True)
class PushText:
    """What a push says."""

    title: str
    body: str


def to_view(row: AnyRow, photos: dict[UUID, MediaView], locale: str) -> NotificationView:
    """Write a notification down; the row has `repository.VIEW_COLUMNS`."""
    return NotificationView(
        id=row.id,
        kind=NotificationKind(row.kind),
        actor=_actor(row, photos),
        data=row.data,
        text=sentence(locale, f"notification.{_sentence_of(row)}", **_values(row, locale)),
        preview=_preview(row, locale),
        created_at=row.created_at,
        read_at=row.read_at,
    )


def to_push_text(row: AnyRow, locale: str) -> PushText:
    """Write the push of a notification down."""
    values, name = _values(row, locale), _sentence_of(row)
    return PushText(
        title=sentence(locale, f"push.{name}.title", **values),
        body=sentence(locale, f"push.{name}.body", **values),
    )


def _sentence_of(row: AnyRow) -> str:
    """Return the name of a notification's sentences; a message in a group has other ones than one between two."""
    return f"group_{row.kind}" if row.is_message and row.room_name is not None else str(row.kind)


def _actor(row: AnyRow, photos: dict[UUID, MediaView]) -> MemberCard | None:
    if row.actor_id is None:
        return None
    photo = photos.get(row.actor_photo_media_id)
    return MemberCard(id=row.actor_id, username=row.actor_username, country=row.actor_country, photo=photo)


def _values(row: AnyRow, locale: str) -> dict[str, str]:
    return {
        "name": row.actor_username or sentence(locale, "notification.anonymous_name"),
        "title": _shortened(row.post_title or "", _TITLE_LENGTH),
        "preview": _preview(row, locale) or "",
        "room": row.room_name or "",
    }


def _preview(row: AnyRow, locale: str) -> str | None:
    if row.is_message and not row.preview:
        return sentence(locale, f"notification.{_SENTENCES.get(row.media_kind, 'picture')}")
    if not row.preview:
        return None
    cut = "…" if len(row.preview) == PREVIEW_CHARACTERS else ""
    return _shortened(" ".join(row.preview.split()) + cut, _PREVIEW_LENGTH)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
