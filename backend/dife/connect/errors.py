"""What can go wrong between two members."""

from dife.errors import Conflict, Forbidden, NotFound


class RequestExists(Conflict):
    """The caller has already asked this member, who has not answered yet."""

    code = "request_exists"


class AlreadyFriends(Conflict):
    """The two are friends already."""

    code = "already_friends"


class RequestNotFound(NotFound):
    """No such request, or it is between other people."""

    code = "request_not_found"


class NotAddressee(Forbidden):
    """Who asked cannot accept on the other's behalf."""

    code = "not_addressee"
