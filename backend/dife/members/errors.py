"""What can go wrong with members."""

from dife.errors import Conflict, NotFound


class MemberNotFound(NotFound):
    """No such member, or not visible to the caller."""

    code = "member_not_found"


class UsernameTaken(Conflict):
    """Another member has this nickname."""

    code = "username_taken"
