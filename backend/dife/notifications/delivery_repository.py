"""SQL of devices and of what is pushed to them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dife.database import AnyRow, delete_in_batches
from dife.models import (
    Device,
    Member,
    MemberStatus,
    Message,
    Notification,
    NotificationSettings,
    PushDelivery,
    RoomMember,
    Session,
)
from dife.notifications.repository import VIEW_COLUMNS, shown

MAX_ATTEMPTS = 2
"""A push whose outcome got lost is sent once more, and then left."""

_Receiver = aliased(Member)


class Claim(NamedTuple):
    """A push that this run may send."""

    dedup_key: str
    installation_id: UUID


async def save_device(session: AsyncSession, values: dict[str, Any], *, keep: int) -> None:
    """Give an installation and its token to a member; of the member's others the `keep` newest stay."""
    # A token belongs to one installation: two that bring the same one at once come one after the other.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(values["token"], 1))))
    same_token = (Device.token == values["token"]) & (Device.installation_id != values["installation_id"])
    await session.execute(delete(Device).where(same_token))
    statement = insert(Device).values(values)
    changed = {name: statement.excluded[name] for name in ("member_id", "session_id", "token", "created_at")}
    await session.execute(statement.on_conflict_do_update(index_elements=["installation_id"], set_=changed))
    newest = select(Device.installation_id).where(Device.member_id == values["member_id"])
    surplus = newest.order_by(Device.created_at.desc(), Device.installation_id).offset(keep)
    await session.execute(delete(Device).where(Device.installation_id.in_(surplus)))


async def delete_device(session: AsyncSession, installation_id: UUID, *, member_id: UUID) -> None:
    """Forget an installation of a member's."""
    own = (Device.installation_id == installation_id) & (Device.member_id == member_id)
    await session.execute(delete(Device).where(own))


async def is_push_enabled(session: AsyncSession, member_id: UUID) -> bool:
    """Tell whether a member wants pushes; by default they do."""
    statement = select(NotificationSettings.push_enabled).where(NotificationSettings.member_id == member_id)
    return (await session.execute(statement)).scalar_one_or_none() is not False


async def set_push_enabled(session: AsyncSession, member_id: UUID, *, enabled: bool) -> None:
    """Turn a member's pushes on or off."""
    statement = insert(NotificationSettings).values(member_id=member_id, push_enabled=enabled)
    await session.execute(statement.on_conflict_do_update(index_elements=["member_id"], set_={"push_enabled": enabled}))


async def targets(session: AsyncSession, places: Collection[tuple[UUID, str]], *, now: datetime) -> Sequence[AnyRow]:
    """Return what stands at these (receiver, key) pairs and is to be pushed, once for each device that is logged in."""
    statement = (
        shown(*VIEW_COLUMNS, _Receiver.locale, Device.installation_id, Device.token)
        .join(_Receiver, _Receiver.id == Notification.member_id)
        .join(Device, Device.member_id == Notification.member_id)
        .join(Session, and_(Session.id == Device.session_id, Session.member_id == Device.member_id))
        .outerjoin(NotificationSettings, NotificationSettings.member_id == Notification.member_id)
        .where(
            tuple_(Notification.member_id, Notification.dedup_key).in_(places),
            Notification.read_at.is_(None),
            _Receiver.status == MemberStatus.ACTIVE,
            Session.revoked_at.is_(None),
            Session.expires_at > now,
            func.coalesce(NotificationSettings.push_enabled, True),
            or_(Message.id.is_(None), ~RoomMember.muted & (RoomMember.read_seq < Message.seq)),
        )
        .order_by(Notification.id, Device.installation_id)
    )
    return (await session.execute(statement)).all()


async def claim(session: AsyncSession, claims: Sequence[Claim], *, now: datetime, again: bool) -> set[Claim]:
    """Take the pushes that nobody has taken yet, and with `again` also those whose outcome got lost once.

    Only a job that is repeated asks for those: for any other one they may be on their way at this moment.
    """
    rows = [{**claimed._asdict(), "status": "sending", "created_at": now} for claimed in claims]
    statement = insert(PushDelivery).values(rows)
    statement = statement.on_conflict_do_update(
        index_elements=["dedup_key", "installation_id"],
        set_={"attempts": PushDelivery.attempts + 1},
        where=(PushDelivery.status == "sending") & (PushDelivery.attempts < (MAX_ATTEMPTS if again else 1)),
    )
    returned = await session.execute(statement.returning(PushDelivery.dedup_key, PushDelivery.installation_id))
    return {Claim(*row) for row in returned}


async def give_back(session: AsyncSession, claims: Collection[Claim]) -> None:
    """Note that claimed pushes were certainly not sent."""
    for claimed in claims:
        await session.execute(_of(claimed).values(attempts=PushDelivery.attempts - 1))


async def settle(session: AsyncSession, claimed: Claim, *, ticket_id: str | None, failure: str | None) -> None:
    """Write down what the push service said at once."""
    status = "sent" if failure is None else "failed"
    await session.execute(_of(claimed).values(status=status, ticket_id=ticket_id, failure=failure))


def _of(claimed: Claim) -> Any:
    return update(PushDelivery).where(
        PushDelivery.dedup_key == claimed.dedup_key, PushDelivery.installation_id == claimed.installation_id
    )


async def drop_token(session: AsyncSession, installation_id: UUID, token: str) -> None:
    """Forget an installation unless it has got a new token in the meantime."""
    same = (Device.installation_id == installation_id) & (Device.token == token)
    await session.execute(delete(Device).where(same))


async def open_deliveries(
    session: AsyncSession, *, after_id: int, since: datetime, until: datetime, limit: int
) -> Sequence[PushDelivery]:
    """Return pushes between two moments whose receipts are not known yet, by id."""
    statement = select(PushDelivery).where(
        PushDelivery.status == "sent",
        PushDelivery.ticket_id.is_not(None),
        PushDelivery.created_at.between(since, until),
        PushDelivery.id > after_id,
    )
    return (await session.execute(statement.order_by(PushDelivery.id).limit(limit))).scalars().all()


async def close_delivery(session: AsyncSession, delivery_id: int, *, failure: str | None) -> None:
    """Write down what a receipt said."""
    status = "delivered" if failure is None else "failed"
    statement = update(PushDelivery).where(PushDelivery.id == delivery_id)
    await session.execute(statement.values(status=status, failure=failure))


async def drop_unregistered(session: AsyncSession, delivery: PushDelivery) -> None:
    """Forget the installation of a push whose receipt says that the app is gone, unless it registered again since."""
    gone = (Device.installation_id == delivery.installation_id) & (Device.created_at <= delivery.created_at)
    await session.execute(delete(Device).where(gone))


async def delete_deliveries(session: AsyncSession, *, before: datetime) -> None:
    """Delete what is only kept to send nothing twice."""
    await delete_in_batches(session, PushDelivery, PushDelivery.created_at < before)
