"""Routes of translations."""

from litestar import Router, get, post
from litestar.params import JSONBody

from dife.http.guards import member, verified_member
from dife.http.request import RequestContext
from dife.translation import service
from dife.translation.schemas import TranslationRequest, Translations, TranslationUsage


@post("/translations", operation_id="translate", status_code=200, guards=[verified_member])
async def translate(context: RequestContext, data: JSONBody[TranslationRequest]) -> Translations:
    """Translate a message, post, comment or text that the caller may read."""
    return await service.translate(context, data)


@get("/me/translation-usage", operation_id="get_translation_usage", guards=[member])
async def get_translation_usage(context: RequestContext) -> TranslationUsage:
    """Return what the caller had translated anew this month, and how much a month allows."""
    return await service.usage(context)


router = Router("/", route_handlers=[translate, get_translation_usage], tags=["translation"])
