"""Settings: environment variables `DIFE_*`, read once at start. Nothing in the code asks where it runs."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSettings

_WITH_CREDENTIALS = ("database", "valkey", "smtp")


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


LogLevel = Annotated[Literal["debug", "info", "warning", "error", "critical"], BeforeValidator(_lower)]


def _origin(value: str) -> str:
    parts = _parts_of(value, "http", "https")
    if parts.path not in {"", "/"}:
        raise ValueError("must be an origin alone, without a path")
    # As browsers write it in `Origin`: in small letters, and without the port that the scheme has anyway.
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(':443' if parts.scheme == 'https' else ':80')}"


def _socket_url(value: str) -> str:
    _parts_of(value, "ws", "wss")
    return value


def _parts_of(value: str, *schemes: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        is_whole = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        # Its message would show the value.
        is_whole = False
    if not is_whole or any(character in value for character in "@?#\\ \t\r\n"):
        raise ValueError(f"must begin with {schemes[0]}:// or {schemes[1]}:// and a host, without user or query")
    return parts


Origin = Annotated[str, AfterValidator(_origin)]
"""Scheme, host and port, as a browser's `Origin` says them."""


class Settings(BaseSettings):
    """Everything that differs between two places where Dife runs.

    A password may come apart from its URL, as stores of secrets hand it out: `DIFE_DATABASE_PASSWORD` for a
    `DIFE_DATABASE_URL` that has none, and so on.
    """

    # Empty is unset: stores of secrets have a place also for what nobody filled in.
    model_config = SettingsConfigDict(env_prefix="DIFE_", frozen=True, extra="ignore", env_ignore_empty=True)

    # Where Dife is reached.
    public_url: Origin = Field(description="Origin of the web client and the API, without a path.")
    gateway_public_url: Annotated[str, AfterValidator(_socket_url)] = Field(
        description="URL of the gateway as clients reach it, ws:// or wss://, with /ws."
    )
    extra_origins: list[Origin] = Field(default_factory=list, description="Further browser origins that may call.")
    trusted_hops: int = Field(default=0, ge=0, le=5, description="Proxies whose X-Forwarded-For entry counts.")
    web_root: Path | None = Field(default=None, description="The built web client, served when set.")
    mailbox_dir: Path | None = Field(default=None, description="Mails caught locally, shown at /dev/mailbox when set.")

    # What Dife stands on.
    database_url: SecretStr = Field(description="postgresql://user:password@host:port/name")
    database_password: SecretStr | None = None
    gateway_database_url: SecretStr | None = Field(default=None, description="Read-only role; else database_url.")
    database_pool_size: Annotated[int, Field(ge=1, le=100, description="Connections of an API process.")] = 10
    gateway_pool_size: Annotated[int, Field(ge=1, le=20, description="Connections of a gateway.")] = 4
    valkey_url: SecretStr = Field(description="redis://[user[:password]@]host:port, rediss:// with TLS.")
    valkey_password: SecretStr | None = None
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
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
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
    stop_delay_seconds: Annotated[float, Field(ge=0, le=10)] = 0
    """How long a process that is told to end says so at /health before it does: time for a load balancer to notice."""
    log_level: LogLevel = "info"
    metrics_namespace: str | None = Field(default=None, description="Write metrics for CloudWatch into the log.")
    traces_url: str | None = Field(default=None, description="Where OpenTelemetry spans are sent: http://…/v1/traces.")
    traces_ratio: Annotated[float, Field(ge=0, le=1, description="Share of requests that are traced.")] = 0.1
    version: str = "0.1.0"
    minimum_client_version: str = "0.1.0"

    @model_validator(mode="before")
    @classmethod
    def _join_credentials(cls, given: dict[str, Any]) -> dict[str, Any]:
        return join_credentials(given, _WITH_CREDENTIALS)

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
    def connections(self) -> dict[str, int]:
        """How many connections to the database one process of each role opens at most."""
        return {
            # The one over which messages are written stands apart.
            "api": self.database_pool_size + 1,
            "gateway": self.gateway_pool_size,
            # A transaction for each job and one that measures; the queue's own: one for each job that ends, and four
            # for its housekeeping.
            "worker": 2 * self.worker_concurrency + 5,
        }

    @property
    def public_port(self) -> int:
        """Port of the public origin."""
        parts = urlsplit(self.public_url)
        return parts.port or (443 if self.is_https else 80)


class MigrationSettings(BaseSettings):
    """What `dife migrate` needs: the role that owns the tables, and the passwords of those that only use them."""

    model_config = SettingsConfigDict(env_prefix="DIFE_", frozen=True, extra="ignore")

    database_url: SecretStr = Field(description="As the owner of the tables, who may also create roles.")
    database_password: SecretStr | None = None
    app_role_password: SecretStr | None = Field(default=None, description="Makes the role of API and worker.")
    gateway_role_password: SecretStr | None = Field(default=None, description="Makes the gateway's role.")
    log_level: LogLevel = "info"

    @model_validator(mode="before")
    @classmethod
    def _join_credentials(cls, given: dict[str, Any]) -> dict[str, Any]:
        return join_credentials(given, ("database",))


def join_credentials(given: dict[str, Any], services: tuple[str, ...]) -> dict[str, Any]:
    """Put users and passwords that came apart into the URLs that lack them."""
    joined = dict(given)
    for name in services:
        url, user, password = (_revealed(given.get(f"{name}_{part}")) for part in ("url", "user", "password"))
        if url and (user or password):
            joined[f"{name}_url"] = _with_credentials(url, user, password)
    return joined


def _revealed(value: Any) -> str | None:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _with_credentials(url: str, user: str | None, password: str | None) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        # Its message would show the value. Whoever connects will say that it is no URL.
        return url
    known, _, place = parts.netloc.rpartition("@")
    known_user, _, known_password = known.partition(":")
    credentials = known_user or quote(user or "", safe="")
    if secret := known_password or quote(password or "", safe=""):
        credentials += f":{secret}"
    return urlunsplit(parts._replace(netloc=f"{credentials}@{place}"))


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and never shows its value."""


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: with one line for each setting that is missing or wrong.
    """
    return _load(Settings)


def load_migration_settings() -> MigrationSettings:
    """Read what `dife migrate` needs from the environment.

    Raises:
        SettingsError: as `load_settings`.
    """
    return _load(MigrationSettings)


AnySettings = TypeVar("AnySettings", bound=BaseSettings)


def _load(kind: type[AnySettings]) -> AnySettings:
    try:
        return kind()
    except ValidationError as error:
        lines = [f"DIFE_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors(include_input=False)]
        raise SettingsError("\n".join(lines)) from None
    except UnreadableSettings as error:
        found = re.search(r'field "(\w+)"', str(error))
        name = f"DIFE_{found[1].upper()}" if found else "A setting"
        raise SettingsError(f"{name}: must be a JSON list") from None
