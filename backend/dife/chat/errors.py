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
