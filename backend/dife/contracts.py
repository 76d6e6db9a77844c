"""The two contracts that clients are generated from."""

from pathlib import Path

import msgspec

from dife.app import create_app
from dife.http.headers import web_headers
from dife.settings import Settings


def _settings() -> Settings:
    # The contract depends on no setting; these only let the app be assembled, nothing is connected.
    return Settings.model_validate(
        {
            "public_url": "http://localhost",
            "gateway_public_url": "ws://localhost/ws",
            "database_url": "postgresql://localhost/dife",
            "valkey_url": "redis://localhost:6379",
            "secret_key": "0" * 32,
            "smtp_url": "smtp://localhost",
            "s3_access_key": "none",
            "s3_secret_key": "none",
        }
    )


def _pretty(document: object) -> str:
    encoded = msgspec.json.encode(document, order="deterministic")
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def http_contract() -> str:
    """Return the OpenAPI document."""
    return _pretty(create_app(_settings()).openapi_schema.to_schema())


def headers_contract(settings: Settings, web_root: Path) -> str:
    """Return the web client's headers, of pages and of assets."""
    headers = web_headers(settings, web_root)
    return _pretty({"page": headers.page, "asset": headers.asset})


def realtime_contract() -> str:
    """Return the JSON Schema of all frames."""
    from dife.realtime.frames import schema

    return _pretty(schema())
