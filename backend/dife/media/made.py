"""Pictures that Dife makes itself, of bytes from elsewhere: through the same process as what members upload."""

from uuid import UUID

from dife.context import Context
from dife.kit.ids import new_id
from dife.media import jobs, repository
from dife.media.processing import reencode
from dife.models import MediaKind, MediaStatus


async def make_preview(context: Context, data: bytes, *, content_type: str, owner_id: UUID) -> UUID | None:
    """Make the picture of a link's preview; None when the bytes are no picture. It is shown by one message alone."""
    media_id = new_id()
    result = await reencode(data, variants=jobs.VARIANTS[MediaKind.PREVIEW])
    values = await jobs.store_variants(context, str(media_id), result)
    if values["status"] != MediaStatus.READY:
        return None
    now = context.clock.now()
    row = {
        "id": media_id,
        "owner_id": owner_id,
        "kind": MediaKind.PREVIEW,
        "content_type": content_type,
        "completed_at": now,
        "used_at": now,
        **values,
    }
    await repository.insert_media(context.session, row)
    return media_id
