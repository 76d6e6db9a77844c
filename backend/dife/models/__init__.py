"""Every table, so that importing this package makes the metadata complete."""

from dife.models.account import Account
from dife.models.base import Base
from dife.models.block import Block
from dife.models.comment import Comment
from dife.models.connection import Connection, ConnectionStatus
from dife.models.email_change import EmailChange
from dife.models.group import MAX_SEATS, MIN_SEATS, Group, RoomHistory
from dife.models.media import Media, MediaKind, MediaStatus
from dife.models.media_hold import MediaHold
from dife.models.member import Member, MemberRole, MemberStatus
from dife.models.member_hobby import MemberHobby
from dife.models.member_language import LanguageKind, MemberLanguage
from dife.models.member_like import MemberLike
from dife.models.message import Message
from dife.models.message_archive import MessageArchive
from dife.models.message_bookmark import MessageBookmark
from dife.models.message_search import MessageSearch
from dife.models.message_version import MessageVersion
from dife.models.notification import Device, Notification, NotificationKind, NotificationSettings, PushDelivery
from dife.models.password_reset import PasswordReset
from dife.models.post import Board, Post
from dife.models.post_marks import CommentLike, HiddenPost, PostAlias, PostBookmark, PostLike
from dife.models.report import Report, ReportOutcome, ReportReason, ReportStatus, ReportTarget
from dife.models.room import Room, RoomKind
from dife.models.room_event import RoomEvent, RoomEventKind
from dife.models.room_invite import RoomInvite
from dife.models.room_like import RoomLike
from dife.models.room_member import RoomMember, RoomRole
from dife.models.session import Session
from dife.models.sign_up import SignUp
from dife.models.student_address import StudentAddress
from dife.models.translation import Translation, TranslationUsage

__all__ = [
    "MAX_SEATS",
    "MIN_SEATS",
    "Account",
    "Base",
    "Block",
    "Board",
    "Comment",
    "CommentLike",
    "Connection",
    "ConnectionStatus",
    "Device",
    "EmailChange",
    "Group",
    "HiddenPost",
    "LanguageKind",
    "Media",
    "MediaHold",
    "MediaKind",
    "MediaStatus",
    "Member",
    "MemberHobby",
    "MemberLanguage",
    "MemberLike",
    "MemberRole",
    "MemberStatus",
    "Message",
    "MessageArchive",
    "MessageBookmark",
    "MessageSearch",
    "MessageVersion",
    "Notification",
    "NotificationKind",
    "NotificationSettings",
    "PasswordReset",
    "Post",
    "PostAlias",
    "PostBookmark",
    "PostLike",
    "PushDelivery",
    "Report",
    "ReportOutcome",
    "ReportReason",
    "ReportStatus",
    "ReportTarget",
    "Room",
    "RoomEvent",
    "RoomEventKind",
    "RoomHistory",
    "RoomInvite",
    "RoomKind",
    "RoomLike",
    "RoomMember",
    "RoomRole",
    "Session",
    "SignUp",
    "StudentAddress",
    "Translation",
    "TranslationUsage",
]
