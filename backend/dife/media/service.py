"""Rules of media."""

from collections.abc import Collection
from uuid import UUID

from dife.context import Context
from dife.media import repository
from dife.media.errors import MediaNotFound, MediaNotReady
from dife.media.schemas import MediaView
from dife.models import Media, MediaKind, MediaStatus


async def views(context: Context, media_ids: Collection[UUID | None]) -> dict[UUID, MediaView]:
    """Return how to show those of the pictures that are ready. Whoever calls this has checked that they may be seen."""
    wanted = {media_id for media_id in media_ids if media_id is not None}
    if not wanted:
        return {}
    return {media.id: _view(context, media) for media in await repository.get_ready(context.session, wanted)}


def _view(context: Context, media: Media) -> MediaView:
    signed = {name: context.resources.store.sign_get(variant["key"]) for name, variant in media.variants.items()}
    return MediaView(
        id=media.id,
        width=media.width or 0,
        height=media.height or 0,
        blurhash=media.blurhash,
        variants={name: url.url for name, url in signed.items()},
        expires_at=min(url.expires_at for url in signed.values()),
    )


async def require_own(context: Context, media_ids: Collection[UUID], *, kind: MediaKind) -> None:
    """Make sure that all the pictures are the caller's, of this kind, and ready to be shown.

    Raises:
        MediaNotFound: one is not there, not the caller's, or of another kind.
        MediaNotReady: one is still being processed, or could not be.
    """
    own = await repository.get_own(context.session, media_ids, owner_id=context.caller.member_id)
    if {media.id for media in own if media.kind == kind} != set(media_ids):
        raise MediaNotFound
    if any(media.status != MediaStatus.READY for media in own):
        raise MediaNotReady
