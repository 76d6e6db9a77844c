"""The object store against a real S3: what is signed is enforced by the server."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials
from pydantic import SecretStr

from dife.media.signing import Credentials, SigningRequest, presign
from dife.media.store import S3Store
from dife.ports import SignedUrl, StoreError
from dife.settings import Settings, SettingsError

from fixtures.application import ORIGIN, TurnableClock

PNG = "image/png"
BODY = b"twelve bytes"


@pytest.fixture
def store(settings: Settings, clock: TurnableClock) -> S3Store:
    return S3Store(settings, clock)


async def put(signed: SignedUrl, body: bytes = BODY, *, url: str | None = None, content_type: str = PNG) -> int:
    async with httpx2.AsyncClient() as client:
        response = await client.put(url or signed.url, content=body, headers={"Content-Type": content_type})
        return response.status_code


async def test_upload_as_signed_is_taken_and_read_back(store: S3Store) -> None:
    signed = store.sign_put("quarantine/a", content_type=PNG, size=len(BODY))

    assert await put(signed) == 200

    assert await store.size("quarantine/a") == len(BODY)
    assert await store.read("quarantine/a", limit=100) == BODY


async def test_upload_of_another_type_size_or_key_is_refused(store: S3Store) -> None:
    signed = store.sign_put("quarantine/b", content_type=PNG, size=len(BODY))

    assert await put(signed, content_type="text/html") == 403
    assert await put(signed, BODY + b"more") == 403
    assert await put(signed, url=signed.url.replace("quarantine/b", "media/b")) == 403
    assert await store.size("quarantine/b") is None


async def test_upload_url_dies_after_five_minutes(store: S3Store, clock: TurnableClock) -> None:
    clock.turn(timedelta(minutes=-6))
    signed = store.sign_put("quarantine/late", content_type=PNG, size=len(BODY))

    assert await put(signed) == 403


async def test_download_url_is_the_same_for_five_minutes_in_all_processes(
    store: S3Store, settings: Settings, clock: TurnableClock
) -> None:
    clock.offset = datetime(2026, 11, 2, 9, 0, 1, tzinfo=UTC) - datetime.now(UTC)
    first = store.sign_get("media/a b/큰.webp")
    clock.turn(timedelta(minutes=4, seconds=50))
    again = S3Store(settings, clock).sign_get("media/a b/큰.webp")
    clock.turn(timedelta(seconds=15))
    later = store.sign_get("media/a b/큰.webp")

    assert first == again
    assert later.url != first.url
    assert first.expires_at == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)


async def test_download_has_type_and_cache_headers_and_needs_its_signature(store: S3Store) -> None:
    await store.write("media/c/large.webp", BODY, content_type="image/webp")
    url = store.sign_get("media/c/large.webp").url

    async with httpx2.AsyncClient() as client:
        signed = await client.get(url)
        unsigned = await client.get(url.partition("?")[0])
        forged = await client.get(url[:-4] + "0000")
        listing = await client.get(url.partition("/media/c")[0])

    assert signed.content == BODY
    assert signed.headers["content-type"] == "image/webp"
    assert "immutable" in signed.headers["cache-control"]
    assert [unsigned.status_code, forged.status_code, listing.status_code] == [403, 403, 403]


async def test_download_url_dies_within_fifteen_minutes(store: S3Store, clock: TurnableClock) -> None:
    await store.write("media/d", BODY, content_type="image/webp")
    clock.turn(timedelta(minutes=-16))
    url = store.sign_get("media/d").url

    async with httpx2.AsyncClient() as client:
        assert (await client.get(url)).status_code == 403


async def test_only_our_origin_may_use_it_from_a_page(store: S3Store) -> None:
    url = store.sign_put("quarantine/e", content_type=PNG, size=1).url
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}

    async with httpx2.AsyncClient() as client:
        own = await client.options(url, headers={"Origin": ORIGIN, **asked})
        foreign = await client.options(url, headers={"Origin": "https://evil.example", **asked})

    assert own.headers.get("access-control-allow-origin") == ORIGIN
    assert "access-control-allow-origin" not in foreign.headers


async def test_reading_has_a_limit(store: S3Store) -> None:
    await store.write("quarantine/f", BODY, content_type=PNG)

    with pytest.raises(StoreError):
        await store.read("quarantine/f", limit=len(BODY) - 1)


async def test_deleting_what_is_not_there_is_fine(store: S3Store) -> None:
    await store.write("media/g", BODY, content_type=PNG)

    await store.delete(["media/g", "media/never"])
    await store.delete(["media/g"])

    assert await store.size("media/g") is None


async def test_store_that_is_away_is_an_error_of_ours(settings: Settings, clock: TurnableClock) -> None:
    away = S3Store(settings.model_copy(update={"s3_endpoint_url": "http://127.0.0.1:9"}), clock)

    with pytest.raises(StoreError):
        await away.size("media/a")


def test_client_urls_are_made_for_the_public_address(settings: Settings, clock: TurnableClock) -> None:
    behind = S3Store(settings.model_copy(update={"s3_public_url": "https://media.dife.example"}), clock)
    amazon = S3Store(settings.model_copy(update={"s3_endpoint_url": None, "s3_bucket": "dife-media"}), clock)

    assert urlsplit(behind.sign_get("media/a").url).netloc == "media.dife.example"
    assert amazon.sign_get("media/a").url.startswith("https://dife-media.s3.ap-northeast-2.amazonaws.com/media/a?")


def test_half_a_key_pair_is_a_clear_start_up_error(settings: Settings, clock: TurnableClock) -> None:
    with pytest.raises(SettingsError, match="DIFE_S3_SECRET_KEY"):
        S3Store(settings.model_copy(update={"s3_secret_key": None}), clock)


@pytest.mark.parametrize("token", [None, "a temporary/session+token=="])
def test_signature_is_the_one_that_botocore_makes(monkeypatch: pytest.MonkeyPatch, token: str | None) -> None:
    at = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    url = "https://bucket.s3.ap-northeast-2.amazonaws.com/media/a%20b/%ED%81%B0.webp"
    # botocore asks its own clock and has no other way to be told the time.
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: at.replace(tzinfo=None))
    theirs = AWSRequest("GET", url)
    S3SigV4QueryAuth(BotoCredentials("key", "secret", token), "s3", "ap-northeast-2", expires=900).add_auth(theirs)
    request = SigningRequest(method="GET", url=url, headers={}, at=at, lifetime_seconds=900)

    ours = presign(request, Credentials("key", "secret", token), region="ap-northeast-2")

    assert parse_qs(urlsplit(ours).query) == parse_qs(urlsplit(str(theirs.url)).query)


def test_no_secret_shows_in_a_url(settings: Settings, clock: TurnableClock) -> None:
    secret = SecretStr("the-secret-key-itself")
    store = S3Store(settings.model_copy(update={"s3_secret_key": secret}), clock)

    assert "the-secret-key-itself" not in store.sign_get("media/a").url
