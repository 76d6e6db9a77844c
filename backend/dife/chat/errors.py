"""What can go wrong in chat."""

from dife.errors import Conflict, Forbidden, NotFound


class RoomNotFound(NotFound):
    """No such room, or the caller is not in it."""

    code = "room_not_found"


class MessageNotFound(NotFound):
    """No such message in a room of the caller's."""

    code = "message_not_found"


class CannotMessage(Forbidden):
    """The other member cannot be written to. Blocked, suspended or gone: the answer is the same."""

    code = "cannot_message"


class NotYourMessage(Forbidden):
    """Only its sender may change a message."""

    code = "not_your_message"


class EditWindowOver(Conflict):
    """The message is too old to be edited."""

    code = "edit_window_over"


class MessageDeleted(Conflict):
    """The message was deleted, so nothing can be done with it any more."""

    code = "message_deleted"


class TooManyReactions(Conflict):
    """The message has as many reactions, or as many different ones, as a message takes."""

    code = "too_many_reactions"


class NotRoomOwner(Forbidden):
    """Only the owner of a group may do this."""

    code = "not_room_owner"


class NotRoomModerator(Forbidden):
    """Only the owner and the moderators of a group may do this, and not to each other."""

    code = "not_room_moderator"


class WrongRoomPassword(Forbidden):
    """The group is private, and neither the right password nor an invitation was given."""

    code = "wrong_room_password"


class RemovedFromRoom(Forbidden):
    """The caller was removed from the group and has to be invited, or wait."""

    code = "removed_from_room"


class RoomFull(Conflict):
    """The group has no seat left."""

    code = "room_full"


class RoomMemberNotFound(NotFound):
    """No such member in the room."""

    code = "room_member_not_found"


class InviteNotFound(NotFound):
    """No such invitation, or it is over."""

    code = "invite_not_found"


class TooManyInvites(Conflict):
    """The group has as many open invitations as it may have."""

    code = "too_many_invites"


class TooManyBookmarks(Conflict):
    """The member keeps as many messages as anybody may."""

    code = "too_many_bookmarks"
