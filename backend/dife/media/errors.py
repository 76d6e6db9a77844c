"""What can go wrong with media."""

from dife.errors import Conflict, Invalid, NotFound, TooLarge, UnsupportedMediaType


class MediaNotFound(NotFound):
    """No such picture, or not the caller's to see."""

    code = "media_not_found"


class MediaTypeNotAllowed(UnsupportedMediaType):
    """Only pictures of the listed types are taken."""

    code = "media_type_not_allowed"


class MediaTooLarge(TooLarge):
    """More bytes than a picture may have."""

    code = "media_too_large"


class MediaNotReady(Conflict):
    """The picture is still being processed, or could not be."""

    code = "media_not_ready"


class MediaInUse(Conflict):
    """Something else shows the picture already; it would go with that."""

    code = "media_in_use"


class UploadMissing(Invalid):
    """Nothing of the announced size was uploaded."""

    code = "upload_missing"


class MediaQuotaReached(TooLarge):
    """The member's pictures take all the room that one member has."""

    code = "media_quota_reached"
