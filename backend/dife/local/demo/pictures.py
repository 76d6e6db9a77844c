"""The demo's pictures, as an upload would have left them."""

from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from dife.context import Resources
from dife.kit.ids import new_id
from dife.media.jobs import VARIANTS
from dife.media.prefixes import MEDIA
from dife.media.reencode import Order, reencode_trusted
from dife.models import Media, MediaKind, MediaStatus


async def insert_picture(
    session: AsyncSession, held: Resources, owner_id: UUID, *, kind: MediaKind, original: bytes
) -> UUID:
    """Store a JPEG in the sizes of its kind; returns its id."""
    media_id = new_id()
    result = reencode_trusted(Order(variants=VARIANTS[kind]), original)
    variants = {}
    for variant, picture in result.variants.items():
        key = f"{MEDIA}/{media_id}/{variant}.webp"
        await held.store.write(key, picture.data, content_type="image/webp")
        variants[variant] = {"key": key, "width": picture.width, "height": picture.height}
    row = {
        "id": media_id,
        "owner_id": owner_id,
        "kind": kind,
        "status": MediaStatus.READY,
        "content_type": "image/jpeg",
        "size": len(original),
        "width": variants["large"]["width"],
        "height": variants["large"]["height"],
        "blurhash": result.blurhash,
        "variants": variants,
        "completed_at": held.clock.now(),
    }
    await session.execute(insert(Media).values(row))
    return media_id
