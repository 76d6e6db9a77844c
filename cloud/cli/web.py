"""Publishing the web client: files whose names carry a hash first, the page that names them last."""

import mimetypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from cli.failures import CloudError
from dife.http.headers import ASSET_FOLDERS, IMMUTABLE, REVALIDATE

PAGE = "index.html"
UPLOADS_AT_ONCE = 8


@dataclass(frozen=True)
class WebFile:
    """A file of the build and the key under which it is published."""

    key: str
    path: Path

    @property
    def is_hashed(self) -> bool:
        """Whether another content would have another name."""
        return f"/{self.key}".startswith(ASSET_FOLDERS)

    @property
    def headers(self) -> dict[str, str]:
        """What S3 keeps beside the content; CloudFront caches by it."""
        kind = mimetypes.guess_type(self.key)[0] or "application/octet-stream"
        return {"ContentType": kind, "CacheControl": IMMUTABLE if self.is_hashed else REVALIDATE}


def files_of(root: Path) -> list[WebFile]:
    """The files of a build in the order in which they are published.

    Raises:
        CloudError: there is no build.
    """
    if not (root / PAGE).exists():
        raise CloudError(f"There is no web client in {root}: build it with .venv/bin/python scripts/build_web.py.")
    names = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    files = [WebFile(path.relative_to(root).as_posix(), path) for path in names]
    return sorted(files, key=lambda file: (not file.is_hashed, file.key == PAGE))


class WebPublisher:
    """Puts a build into the bucket, and puts back what was there before."""

    def __init__(self, s3: Any, cloudfront: Any, *, bucket: str, distribution: str) -> None:
        self._s3, self._cloudfront = s3, cloudfront
        self._bucket, self._distribution = bucket, distribution

    def publish(self, root: Path) -> Callable[[], None]:
        """Publish a build; returns what brings the last one back.

        Old files with a hash stay, because pages that people have open name them.
        """
        files = files_of(root)
        hashed = [file for file in files if file.is_hashed]
        with ThreadPoolExecutor(UPLOADS_AT_ONCE) as threads:
            list(threads.map(self._upload, hashed))
        plain = [file for file in files if not file.is_hashed]
        before = {file.key: self._version_of(file.key) for file in plain}
        for file in plain:
            self._upload(file)
        self._invalidate()
        return lambda: self._restore(before)

    def _upload(self, file: WebFile) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=file.key, Body=file.path.read_bytes(), **file.headers)

    def _version_of(self, key: str) -> str | None:
        try:
            version: str | None = self._s3.head_object(Bucket=self._bucket, Key=key).get("VersionId")
        except self._s3.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in {403, 404}:
                return None
            raise
        return version

    def _restore(self, versions: dict[str, str | None]) -> None:
        # The page first: what it names is still there.
        for key, version in sorted(versions.items(), key=lambda item: item[0] != PAGE):
            if version is not None:
                source = {"Bucket": self._bucket, "Key": key, "VersionId": version}
                self._s3.copy_object(Bucket=self._bucket, Key=key, CopySource=source)
        self._invalidate()

    def _invalidate(self) -> None:
        """Files with a hash need none."""
        self._cloudfront.create_invalidation(
            DistributionId=self._distribution,
            InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(uuid4())},
        )
