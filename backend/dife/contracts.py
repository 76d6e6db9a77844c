"""The two contracts that clients are generated from."""

import msgspec

from dife.app import create_app
from dife.settings import Settings


def _settings() -> Settings:
    # The contract depends on no setting; these only let the app be assembled, nothing is connected.
    return Settings.model_validate(
        {
            "public_url": "http://localhost",
            "gateway_public_url": "ws://localhost/ws",
            "database_url": "postgresql://localhost/dife",
            "valkey_url": "valkey://localhost",
            "secret_key": "0" * 32,
            "smtp_url": "smtp://localhost",
        }
    )


def _pretty(document: object) -> str:
    encoded = msgspec.json.encode(document, order="deterministic")
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def http_contract() -> str:
    """Return the OpenAPI document."""
    return _pretty(create_app(_settings()).openapi_schema.to_schema())


def realtime_contract() -> str:
    """Return the JSON Schema of all frames."""
    from dife.realtime.frames import schema

    return _pretty(schema())
