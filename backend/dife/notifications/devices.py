"""Rules of devices: which installation is pushed to, and whether its member wants it."""

from uuid import UUID

from dife.context import Context
from dife.notifications import delivery_repository
from dife.notifications.schemas import NotificationPreferences, RegisterDevice

MAX_DEVICES = 20


async def register(context: Context, installation_id: UUID, data: RegisterDevice) -> None:
    """Push to this installation from now on; it and its token belong to whoever logged in last."""
    values = {
        "installation_id": installation_id,
        "member_id": context.caller.member_id,
        "session_id": context.caller.session_id,
        "token": data.token,
        "created_at": context.clock.now(),
    }
    await delivery_repository.save_device(context.session, values, keep=MAX_DEVICES)


async def remove(context: Context, installation_id: UUID) -> None:
    """Push to this installation no more; one that is not there or not the caller's does not matter."""
    await delivery_repository.delete_device(context.session, installation_id, member_id=context.caller.member_id)


async def preferences(context: Context) -> NotificationPreferences:
    """Return what the caller wants pushed."""
    enabled = await delivery_repository.is_push_enabled(context.session, context.caller.member_id)
    return NotificationPreferences(push_enabled=enabled)


async def set_preferences(context: Context, *, push_enabled: bool) -> NotificationPreferences:
    """Turn the caller's pushes on or off."""
    await delivery_repository.set_push_enabled(context.session, context.caller.member_id, enabled=push_enabled)
    return NotificationPreferences(push_enabled=push_enabled)
