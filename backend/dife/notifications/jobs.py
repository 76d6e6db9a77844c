"""Pushing notifications to devices, asking what became of them, and the sweep."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from prometheus_client import Counter

from dife.context import Context
from dife.database import AnyRow, commit
from dife.notifications import delivery_repository, repository
from dife.notifications.delivery_repository import Claim
from dife.notifications.rendering import to_push_text
from dife.ports import Push, PushError, PushRefused, PushTicket
from dife.queue import job, queue

log = structlog.get_logger()

PUSHES = Counter("dife_pushes_total", "Pushes by outcome.", ("outcome",))

SENT_AT_ONCE = 100
RECEIPTS_AT_ONCE = 300
RECEIPT_AFTER = timedelta(minutes=15)
"""Before, Expo may not know yet."""
RECEIPT_UNTIL = timedelta(hours=24)
"""Afterwards, Expo does not know any more."""
KEPT_DELIVERIES = timedelta(days=7)
KEPT_NOTIFICATIONS = timedelta(days=180)
NOT_REGISTERED = "DeviceNotRegistered"


@job("notifications.push")
async def push(context: Context, *, places: list[tuple[str, str]]) -> None:
    """Push what stands at these places, each a receiver and a key, to every device of the receivers.

    That is the newest of each by now: in a lively room the list moves on while this waits, and whoever pushed only
    what it was enqueued for would push nothing as long as the room does not fall silent. A push is written down before it is sent, so that one (message, device) pair is sent at most twice whatever dies.
    """
    if not context.settings.push_enabled:
        return
    keys = [(UUID(member_id), dedup_key) for member_id, dedup_key in places]
    targets = await delivery_repository.targets(context.session, keys, now=context.clock.now())
    badges = await repository.count_unread(context.session, {row.member_id for row in targets})
    for start in range(0, len(targets), SENT_AT_ONCE):
        await _push_batch(context, targets[start : start + SENT_AT_ONCE], badges)


async def _push_batch(context: Context, targets: Sequence[AnyRow], badges: dict[UUID, int]) -> None:
    by_claim = {_claim(row): row for row in targets}
    claims = await delivery_repository.claim(
        context.session, list(by_claim), now=context.clock.now(), again=context.is_repeat
    )
    # What was claimed outlives a crash, and no transaction waits for somebody else's server.
    await commit(context.session)
    sending = [(claimed, row) for claimed, row in by_claim.items() if claimed in claims]
    if not sending:
        return
    try:
        tickets = await context.resources.push_sender.send([_push(row, badges[row.member_id]) for _, row in sending])
    except PushRefused:
        await delivery_repository.give_back(context.session, claims)
        await commit(context.session)
        raise
    for (claimed, row), ticket in zip(sending, tickets, strict=True):
        await _settle(context, claimed, ticket, token=row.token)
    await commit(context.session)


def _claim(row: AnyRow) -> Claim:
    # A message is pushed once, also when the job that told of it ran twice.
    subject = f"message:{row.data['message_id']}" if row.is_message else f"notification:{row.id}"
    return Claim(dedup_key=f"{subject}:{row.member_id}", installation_id=row.installation_id)


def _push(row: AnyRow, badge: int) -> Push:
    text = to_push_text(row, row.locale)
    data = {**row.data, "kind": row.kind, "notification_id": str(row.id)}
    if row.actor_id is not None:
        data["actor_id"] = str(row.actor_id)
    return Push(token=row.token, title=text.title, body=text.body, data=data, badge=badge)


async def _settle(context: Context, claimed: Claim, ticket: PushTicket, *, token: str) -> None:
    PUSHES.labels(ticket.error or "sent").inc()
    await delivery_repository.settle(context.session, claimed, ticket_id=ticket.id, failure=ticket.error)
    if ticket.error == NOT_REGISTERED:
        await delivery_repository.drop_token(context.session, claimed.installation_id, token)
    elif ticket.error is not None:
        log.warning("push_failed", failure=ticket.error)


@queue.periodic(cron="*/5 * * * *")
@job("notifications.receipts", retry=False)
async def receipts(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - when this run was due
    """Ask what became of the pushes of the last day; the next run asks again for what failed."""
    now, last_id = context.clock.now(), 0
    while True:
        deliveries = await delivery_repository.open_deliveries(
            context.session,
            after_id=last_id,
            since=now - RECEIPT_UNTIL,
            until=now - RECEIPT_AFTER,
            limit=RECEIPTS_AT_ONCE,
        )
        if not deliveries:
            return
        last_id = deliveries[-1].id
        tickets = {str(delivery.ticket_id): delivery for delivery in deliveries}
        await commit(context.session)
        try:
            known = await context.resources.push_sender.receipts(list(tickets))
        except PushError as error:
            log.warning("push_receipts_failed", error=str(error))
            return
        for ticket_id, receipt in known.items():
            delivery = tickets[ticket_id]
            PUSHES.labels(receipt.error or "delivered").inc()
            await delivery_repository.close_delivery(context.session, delivery.id, failure=receipt.error)
            if receipt.error == NOT_REGISTERED:
                await delivery_repository.drop_unregistered(context.session, delivery)
        await commit(context.session)


@queue.periodic(cron="41 3 * * *")
@job("notifications.sweep")
async def sweep(context: Context, *, timestamp: int) -> None:  # noqa: ARG001 - when this run was due
    """Delete deliveries of last week and notifications of half a year ago."""
    now = context.clock.now()
    await delivery_repository.delete_deliveries(context.session, before=now - KEPT_DELIVERIES)
    await repository.delete_before(context.session, now - KEPT_NOTIFICATIONS)
