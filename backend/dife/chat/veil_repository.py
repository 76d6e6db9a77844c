"""SQL of who does not see whom."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from dife.database import AnyRow, CompiledStatement
from dife.members.visibility import veils

_veil = veils().subquery("veil")
_HIDDEN = CompiledStatement(
    select(_veil.c.viewer_id, _veil.c.hidden_id).where(
        _veil.c.viewer_id == any_(bindparam("viewer_ids", type_=ARRAY(Uuid())))
    )
)


async def get_hidden(session: AsyncSession, viewer_ids: Sequence[UUID]) -> Sequence[AnyRow]:
    """Return (viewer_id, hidden_id) of all pairs with a block between them, for these viewers."""
    return (await _HIDDEN.run(session, {"viewer_ids": list(viewer_ids)})).all()
