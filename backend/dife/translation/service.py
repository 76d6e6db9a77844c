"""Rules of translations: what may be read may be translated, and what was translated once is free."""

from typing import Literal

from prometheus_client import Counter

from dife.chat import service as chat
from dife.chat.errors import MessageNotFound
from dife.community import service as community
from dife.context import Context
from dife.errors import InvalidField
from dife.kit.languages import detect_language
from dife.kit.rate_limits import RateLimit
from dife.kit.text import clean
from dife.translation import flights, repository
from dife.translation.schemas import (
    TEXT_LENGTH,
    TranslatedText,
    TranslationRequest,
    Translations,
    TranslationUsage,
)

REQUESTS = RateLimit("translation", 300, 60)
"""A page of chat with "always translate" is thirty of them; new texts have a limit of their own."""

TRANSLATIONS = Counter("dife_translations_total", "Translated texts.", ("origin",))

Field = Literal["title", "body"]


async def translate(context: Context, data: TranslationRequest) -> Translations:
    """Translate what the caller may read.

    Raises:
        InvalidField: not exactly one thing to translate, or the text breaks a rule.
        NotFound: the message, post or comment is not there, or not visible to the caller.
        RateLimited: too many requests in a minute.
    """
    await context.limiter.hit(REQUESTS, str(context.caller.member_id))
    texts = await _readable(context, data)
    foreign = {text for text in texts.values() if await _needs_translation(text, data.target)}
    remembered = await flights.recall(context, foreign, target=data.target)
    new = sorted(foreign - remembered.keys())
    known = remembered | (await flights.translate_new(context, new, target=data.target) if new else {})
    _observe(original=len(texts) - len(foreign), memory=len(remembered), engine=len(new))
    return Translations(
        texts=[_translated(field, text, known.get(text), target=data.target) for field, text in texts.items()],
        engine=next((known[text].engine for text in texts.values() if text in known), None),
        cached=not new,
    )


async def _readable(context: Context, data: TranslationRequest) -> dict[Field, str]:
    asked = [data.message_id, data.post_id, data.comment_id, data.text]
    if sum(one is not None for one in asked) != 1:
        raise InvalidField("body", "exactly_one")
    if data.post_id is not None:
        title, body = await community.readable_post(context, data.post_id)
        return {"title": title, "body": body}
    if data.comment_id is not None:
        return {"body": await community.readable_comment(context, data.comment_id)}
    if data.message_id is not None:
        message = await chat.find_message(context, data.message_id)
        if message.deleted_at is not None:
            raise MessageNotFound
        return {"body": message.body}
    return {"body": clean(data.text or "", field="text", minimum=1, maximum=TEXT_LENGTH)}


async def _needs_translation(text: str, target: str) -> bool:
    has_words = any(character.isalpha() for character in text)
    return has_words and await detect_language(text) != target


def _translated(field: Field, text: str, known: flights.Remembered | None, *, target: str) -> TranslatedText:
    if known is None:
        has_words = any(character.isalpha() for character in text)
        return TranslatedText(field=field, text=text, source_language=target if has_words else None, is_original=True)
    return TranslatedText(
        field=field,
        text=known.text,
        source_language=known.source_language,
        is_original=known.source_language == target,
    )


def _observe(**counts: int) -> None:
    for origin, count in counts.items():
        TRANSLATIONS.labels(origin).inc(count)


async def usage(context: Context) -> TranslationUsage:
    """Return what the caller had translated anew this month."""
    month = flights.month_of(context.clock.now())
    characters, requests = await repository.usage(context.session, context.caller.member_id, month)
    return TranslationUsage(
        month=f"{month:%Y-%m}",
        characters=characters,
        limit=context.settings.translation_monthly_characters,
        requests=requests,
    )
