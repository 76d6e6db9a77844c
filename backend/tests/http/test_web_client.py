"""Serving the web client: the app's paths get the page, assets are for ever or not there, and the policy is strict."""

import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest

from dife.app import create_app
from dife.http.headers import origin_of, web_headers
from dife.kit.clock import SystemClock
from dife.media.store import S3Store
from dife.settings import Settings

INDEX = "<!doctype html><style id=reset>html{height:100%}</style><script src=/_expo/entry-0a1b.js defer></script>"


@pytest.fixture
async def web(settings: Settings, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    files = {"index.html": INDEX, "_expo/entry-0a1b.js": "1", "fonts/v1/a.woff2": "f", "favicon.ico": "i"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path.parent / "secret.txt").write_text("not yours")
    app = create_app(settings.model_copy(update={"web_root": tmp_path}))
    transport = httpx2.ASGITransport(app=cast("Any", app), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/login", "/rooms/0199", "/index.html"])
async def test_paths_of_the_app_get_the_page(web: httpx2.AsyncClient, path: str) -> None:
    response = await web.get(path)

    assert response.status_code == 200
    assert response.text == INDEX
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/fonts/v1/b.woff2", "/_expo/gone.js", "/assets/x.png", "/api/v1/gone", "/ws"])
async def test_missing_assets_and_server_paths_are_not_found(web: httpx2.AsyncClient, path: str) -> None:
    response = await web.get(path)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_assets_are_immutable(web: httpx2.AsyncClient) -> None:
    response = await web.get("/_expo/entry-0a1b.js")

    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in response.headers["content-type"]


async def test_policy_names_the_hash_of_the_inline_style_and_the_origins(
    web: httpx2.AsyncClient, settings: Settings
) -> None:
    policy = (await web.get("/")).headers["content-security-policy"]

    digest = base64.b64encode(hashlib.sha256(b"html{height:100%}").digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}'" in policy
    assert "script-src 'self';" in policy
    assert f"connect-src 'self' ws://localhost:8001 {settings.s3_endpoint_url}" in policy
    assert "unsafe" not in policy


def test_policy_lets_pictures_in_from_where_their_urls_are_signed(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(INDEX)
    in_aws = settings.model_copy(update={"s3_endpoint_url": None, "s3_public_url": None})

    policy = web_headers(in_aws, tmp_path).page["content-security-policy"]
    url = S3Store(in_aws, SystemClock()).sign_get("media/picture.webp").url

    assert f"img-src 'self' data: blob: {origin_of(url)};" in policy
    assert policy.split("connect-src ")[1].split(";")[0].endswith(f" {origin_of(url)}")


async def test_file_of_a_build_that_was_replaced_is_not_found(web: httpx2.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "_expo/entry-0a1b.js").unlink()

    assert (await web.get("/_expo/entry-0a1b.js")).status_code == 404


async def test_unchanged_page_is_not_sent_again(web: httpx2.AsyncClient) -> None:
    tag = (await web.get("/")).headers["etag"]

    assert (await web.get("/login", headers={"If-None-Match": tag})).status_code == 304


async def test_other_loopback_names_lead_to_the_canonical_origin(web: httpx2.AsyncClient) -> None:
    response = await web.get("/posts?board=tip&q=%EB%B9%B5", headers={"Host": "127.0.0.1:8000"})

    assert response.status_code == 307
    assert response.headers["location"] == "http://localhost:8000/posts?board=tip&q=%EB%B9%B5"


@pytest.mark.parametrize("path", ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/fonts/..%2f..%2fsecret.txt"])
async def test_nothing_outside_the_build_is_served(web: httpx2.AsyncClient, path: str) -> None:
    assert "not yours" not in (await web.get(path)).text


async def test_every_answer_has_the_security_headers(web: httpx2.AsyncClient) -> None:
    for path in ("/", "/api/v1/choices", "/api/v1/gone", "/health"):
        headers = (await web.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert "content-security-policy" in headers
