"""Settings: environment variables `DIFE_*`, read once at start. Nothing in the code asks where it runs."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs between two places where Dife runs."""

    model_config = SettingsConfigDict(env_prefix="DIFE_", frozen=True, extra="ignore")

    # Where Dife is reached.
    public_url: str = Field(description="Origin of the web client and the API, without a path.")
    gateway_public_url: str = Field(description="URL of the gateway as clients reach it, ws:// or wss://, with /ws.")
    extra_origins: list[str] = Field(default_factory=list, description="Further browser origins that may call.")
    trusted_hops: int = Field(default=0, ge=0, le=5, description="Proxies whose X-Forwarded-For entry counts.")
    web_root: Path | None = Field(default=None, description="The built web client, served when set.")
    mailbox_dir: Path | None = Field(default=None, description="Mails caught locally, shown at /dev/mailbox when set.")

    # What Dife stands on.
    database_url: SecretStr = Field(description="postgresql://user:password@host:port/name")
    migration_database_url: SecretStr | None = Field(default=None, description="For `dife migrate`; else database_url.")
    gateway_database_url: SecretStr | None = Field(default=None, description="Read-only role; else database_url.")
    database_pool_size: Annotated[int, Field(ge=1, le=100)] = 10
    valkey_url: SecretStr
    s3_endpoint_url: str | None = None
    s3_public_url: str | None = Field(default=None, description="What client URLs are signed for; else the endpoint.")
    s3_bucket: str = "dife-media"
    s3_region: str = "ap-northeast-2"
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None

    # Secrets and lifetimes.
    secret_key: SecretStr = Field(min_length=32, description="Signs tokens and cursors.")
    access_token_lifetime: timedelta = timedelta(minutes=15)
    refresh_token_lifetime: timedelta = timedelta(days=90)
    refresh_idle_lifetime: timedelta = timedelta(days=30)

    # Other people's services.
    smtp_url: SecretStr = Field(description="smtp://[user:password@]host:port, smtps:// for TLS from the start.")
    mail_from: str = "Dife <hello@dife.example>"
    deepl_api_key: SecretStr | None = Field(default=None, description="Without it only the memory translates.")
    deepl_url: str | None = Field(default=None, description="Another server that speaks DeepL's protocol.")
    expo_push_url: str = "https://exp.host/--/api/v2/push"
    expo_access_token: SecretStr | None = None
    push_enabled: bool = True
    translation_monthly_characters: int = 50_000

    # How the processes listen.
    api_host: str = "127.0.0.1"
    api_port: int = 8000
    gateway_host: str = "127.0.0.1"
    gateway_port: int = 8001
    worker_concurrency: Annotated[int, Field(ge=1, le=50, description="Jobs at the same time.")] = 4
    worker_metrics_host: str = "127.0.0.1"
    worker_metrics_port: int | None = None
    log_level: str = "info"
    version: str = "0.1.0"
    minimum_client_version: str = "0.1.0"

    @property
    def origins(self) -> list[str]:
        """Browser origins that may use cookies and open sockets."""
        return [self.public_url, *self.extra_origins]

    @property
    def is_https(self) -> bool:
        """Whether clients reach Dife over TLS; cookies depend on it."""
        return self.public_url.startswith("https://")

    @property
    def media_base_url(self) -> str:
        """Where clients reach the bucket: what their URLs are signed for, and what the web client's policy lets in."""
        given = self.s3_public_url or self.s3_endpoint_url
        if given:
            return f"{given.rstrip('/')}/{self.s3_bucket}"
        return f"https://{self.s3_bucket}.s3.{self.s3_region}.amazonaws.com"

    @property
    def public_port(self) -> int:
        """Port of the public origin."""
        parts = urlsplit(self.public_url)
        return parts.port or (443 if self.is_https else 80)


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and never shows its value."""


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: with one line for each setting that is missing or wrong.
    """
    try:
        return Settings()  # type: ignore[call-arg]  # the fields come from the environment
    except ValidationError as error:
        lines = [f"DIFE_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False)]
        raise SettingsError("\n".join(lines)) from None
