"""The object store: any server that speaks S3."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from dife import tracing
from dife.kit.clock import Clock
from dife.media.signing import Credentials, SigningRequest, presign
from dife.ports import SignedUrl, StoreError
from dife.settings import Settings, SettingsError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

T = TypeVar("T")

UPLOAD_LIFETIME = timedelta(minutes=5)
DOWNLOAD_WINDOW = timedelta(minutes=5)
DOWNLOAD_LIFETIME = timedelta(minutes=15)
IMMUTABLE = "private, max-age=31536000, immutable"
_DELETED_AT_ONCE = 1000


class S3Store:
    """S3. Signing is arithmetic and happens in place; what asks the server runs in a few threads with time-outs."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._base = settings.media_base_url
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="s3")
        self._lock = Lock()
        self._static = _static_credentials(settings)
        self._refreshed: Any = None if self._static else _role_credentials()

    def sign_put(self, key: str, *, content_type: str, size: int) -> SignedUrl:
        """Sign an upload of exactly this type and size."""
        headers = {"content-type": content_type, "content-length": str(size)}
        now = self._clock.now()
        url = self._sign("PUT", key, headers=headers, at=now, lifetime=UPLOAD_LIFETIME)
        # Every HTTP client sets the length by itself, and a browser lets nobody else do it.
        return SignedUrl(url=url, expires_at=now + UPLOAD_LIFETIME, headers={"Content-Type": content_type})

    def sign_get(self, key: str) -> SignedUrl:
        """Sign a download; all processes make the same URL in the same five minutes."""
        window = int(DOWNLOAD_WINDOW.total_seconds())
        start = datetime.fromtimestamp(int(self._clock.now().timestamp()) // window * window, UTC)
        url = self._sign("GET", key, headers={}, at=start, lifetime=DOWNLOAD_LIFETIME)
        return SignedUrl(url=url, expires_at=start + DOWNLOAD_LIFETIME, headers={})

    def _sign(self, method: str, key: str, *, headers: dict[str, str], at: datetime, lifetime: timedelta) -> str:
        request = SigningRequest(
            method=method,
            url=f"{self._base}/{quote(key)}",
            headers=headers,
            at=at,
            lifetime_seconds=int(lifetime.total_seconds()),
        )
        return presign(request, self._credentials(), region=self._settings.s3_region)

    def _credentials(self) -> Credentials:
        if self._static is not None:
            return self._static
        frozen = self._refreshed.get_frozen_credentials()
        return Credentials(frozen.access_key, frozen.secret_key, frozen.token)

    async def size(self, key: str) -> int | None:
        """Return the size in bytes, None when there is no such object.

        Raises:
            StoreError: the store is away.
        """
        return await self._run(self._size, key)

    def _size(self, key: str) -> int | None:
        try:
            return self._client.head_object(Bucket=self._settings.s3_bucket, Key=key)["ContentLength"]
        except self._client.exceptions.ClientError as error:
            # Whoever may not list the bucket is told 403 where nothing is; what lies there may be read.
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in {403, 404}:
                return None
            raise

    async def read(self, key: str, *, limit: int) -> bytes:
        """Return an object of at most `limit` bytes.

        Raises:
            StoreError: not there, larger, or the store is away.
        """
        return await self._run(self._read, key, limit)

    def _read(self, key: str, limit: int) -> bytes:
        answer = self._client.get_object(Bucket=self._settings.s3_bucket, Key=key)
        with answer["Body"] as body:
            if answer["ContentLength"] > limit:
                raise StoreError("the object is larger than allowed")
            return body.read()

    async def read_range(self, key: str, *, offset: int, size: int) -> bytes:
        """Return a part of an object.

        Raises:
            StoreError: not there, shorter, or the store is away.
        """
        return await self._run(self._read_range, key, offset, size)

    def _read_range(self, key: str, offset: int, size: int) -> bytes:
        part = f"bytes={offset}-{offset + size - 1}"
        answer = self._client.get_object(Bucket=self._settings.s3_bucket, Key=key, Range=part)
        with answer["Body"] as body:
            data = body.read()
        if len(data) != size:
            raise StoreError("the object is shorter than it was")
        return data

    async def write(self, key: str, data: bytes, *, content_type: str, save_as: str | None = None) -> None:
        """Write an object, replacing what was there; with `save_as` a browser saves it and never shows it.

        Raises:
            StoreError: the store is away.
        """
        disposition = f"attachment; filename*=UTF-8''{quote(save_as, safe='')}" if save_as else "inline"
        await self._run(self._write, key, data, content_type, disposition)

    def _write(self, key: str, data: bytes, content_type: str, disposition: str) -> None:  # noqa: PLR0917 - by `_run`
        self._client.put_object(
            Bucket=self._settings.s3_bucket,
            Key=key,
            Body=data,
            ContentType=content_type,
            ContentDisposition=disposition,
            CacheControl=IMMUTABLE,
        )

    async def list_old(self, prefix: str, *, before: datetime, limit: int) -> list[str]:
        """Look at up to `limit` objects below `prefix` and return the keys of those written before `before`.

        Raises:
            StoreError: the store is away.
        """
        return await self._run(self._list_old, prefix, before, limit)

    def _list_old(self, prefix: str, before: datetime, limit: int) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._settings.s3_bucket, Prefix=prefix, PaginationConfig={"MaxItems": limit}
        )
        return [one["Key"] for page in pages for one in page.get("Contents", []) if one["LastModified"] < before]

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete objects; those that are not there do not matter.

        Raises:
            StoreError: the store is away, or kept some.
        """
        for start in range(0, len(keys), _DELETED_AT_ONCE):
            await self._run(self._delete, keys[start : start + _DELETED_AT_ONCE])

    def _delete(self, keys: Sequence[str]) -> None:
        answer = self._client.delete_objects(
            Bucket=self._settings.s3_bucket, Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True}
        )
        if answer.get("Errors"):
            raise StoreError("the store kept some of the objects")

    @cached_property
    def _client(self) -> "S3Client":
        # Importing boto3 takes a third of a second and 40 MB, which a process that only signs need not spend.
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415

        config = Config(
            connect_timeout=2,
            read_timeout=8,
            retries={"mode": "standard", "total_max_attempts": 2},
            s3={"addressing_style": "path" if self._settings.s3_endpoint_url else "virtual"},
            request_checksum_calculation="when_required",
        )
        return boto3.client(
            "s3",
            endpoint_url=self._settings.s3_endpoint_url,
            region_name=self._settings.s3_region,
            aws_access_key_id=self._static.access_key if self._static else None,
            aws_secret_access_key=self._static.secret_key if self._static else None,
            config=config,
        )

    async def _run(self, function: Callable[..., T], *arguments: Any) -> T:
        with tracing.span(f"s3 {function.__name__.removeprefix('_')}", **{"rpc.system": "aws-api"}):
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._guarded, function, *arguments)

    def _guarded(self, function: Callable[..., T], *arguments: Any) -> T:
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError  # noqa: PLC0415 - as boto3

        with self._lock:
            _ = self._client
        try:
            return function(*arguments)
        except (BotoCoreError, ClientError, HTTPClientError, OSError) as error:
            # The message of a botocore error may name keys; its class says enough.
            raise StoreError(type(error).__name__) from None


def _static_credentials(settings: Settings) -> Credentials | None:
    access_key, secret_key = settings.s3_access_key, settings.s3_secret_key
    if (access_key is None) != (secret_key is None):
        raise SettingsError("DIFE_S3_ACCESS_KEY, DIFE_S3_SECRET_KEY: give both, or neither to use the machine's role")
    if access_key is None or secret_key is None:
        return None
    return Credentials(access_key.get_secret_value(), secret_key.get_secret_value())


def _role_credentials() -> Any:
    import boto3  # noqa: PLC0415 - only where the machine has a role

    credentials = boto3.Session().get_credentials()
    if credentials is None:
        raise SettingsError("DIFE_S3_ACCESS_KEY, DIFE_S3_SECRET_KEY: missing, and this machine has no role")
    return credentials
