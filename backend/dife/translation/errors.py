"""What can go wrong with translations."""

from dife.errors import Conflict, RateLimited, Unavailable


class TranslationUnavailableWithoutKey(Conflict):
    """The text is new, and this Dife has no key for an engine that could translate it."""

    code = "translation_unavailable_without_key"


class TranslatorUnavailable(Unavailable):
    """The engine is down, too slow, or has used up what it may translate for all of Dife."""

    code = "translator_unavailable"


class TranslationQuotaExceeded(RateLimited):
    """The member has had as many characters translated anew as a month allows."""

    code = "translation_quota_exceeded"
