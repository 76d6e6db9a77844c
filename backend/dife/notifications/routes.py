"""Routes of notifications."""

from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from dife.http.guards import member
from dife.http.request import RequestContext
from dife.kit.pagination import DEFAULT_LIMIT, Cursor, Limit
from dife.kit.schema import Page
from dife.notifications import devices, service
from dife.notifications.schemas import (
    MarkRead,
    NotificationPreferences,
    NotificationView,
    RegisterDevice,
    SetNotificationPreferences,
    Unread,
)


@get("/notifications", operation_id="list_notifications", guards=[member])
async def list_notifications(
    context: RequestContext, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[NotificationView]:
    """List what the caller was told, newest first."""
    return await service.list_own(context, limit=limit, cursor=cursor)


@get("/notifications/unread", operation_id="count_unread_notifications", guards=[member])
async def count_unread_notifications(context: RequestContext) -> Unread:
    """Count what the caller has not read."""
    return await service.count_unread(context)


@post("/notifications/read", operation_id="mark_notifications_read", status_code=200, guards=[member])
async def mark_notifications_read(context: RequestContext, data: JSONBody[MarkRead]) -> Unread:
    """Mark everything up to a notification as read."""
    return await service.mark_read_up_to(context, data.up_to)


@put("/devices/{installation_id:uuid}", operation_id="register_device", status_code=204, guards=[member])
async def register_device(
    context: RequestContext, installation_id: FromPath[UUID], data: JSONBody[RegisterDevice]
) -> None:
    """Push to this installation."""
    await devices.register(context, installation_id, data)


@delete("/devices/{installation_id:uuid}", operation_id="remove_device", guards=[member])
async def remove_device(context: RequestContext, installation_id: FromPath[UUID]) -> None:
    """Push to this installation no more."""
    await devices.remove(context, installation_id)


@get("/me/notification-settings", operation_id="get_notification_settings", guards=[member])
async def get_notification_settings(context: RequestContext) -> NotificationPreferences:
    """Return what the caller wants pushed."""
    return await devices.preferences(context)


@put("/me/notification-settings", operation_id="set_notification_settings", guards=[member])
async def set_notification_settings(
    context: RequestContext, data: JSONBody[SetNotificationPreferences]
) -> NotificationPreferences:
    """Turn pushes on or off."""
    return await devices.set_preferences(context, push_enabled=data.push_enabled)


router = Router(
    "/",
    route_handlers=[
        list_notifications,
        count_unread_notifications,
        mark_notifications_read,
        register_device,
        remove_device,
        get_notification_settings,
        set_notification_settings,
    ],
    tags=["notifications"],
)
