"""What can go wrong in the community."""

from dife.errors import Conflict, Forbidden, NotFound


class PostNotFound(NotFound):
    """No such post, or not visible to the caller."""

    code = "post_not_found"


class CommentNotFound(NotFound):
    """No such comment, or not visible to the caller."""

    code = "comment_not_found"


class NotAuthor(Forbidden):
    """Only who wrote it may change or delete it."""

    code = "not_author"


class OwnPost(Conflict):
    """One's own post cannot be hidden, only deleted."""

    code = "own_post"
