"""Settings come from the environment, as parameters and as secrets that stores hand out one by one."""

import pytest

from dife.settings import SettingsError, load_migration_settings, load_settings

REQUIRED = {
    "DIFE_PUBLIC_URL": "https://dife.example",
    "DIFE_GATEWAY_PUBLIC_URL": "wss://dife.example/ws",
    "DIFE_DATABASE_URL": "postgresql://dife_app@db.internal:5432/dife?sslmode=verify-full",
    "DIFE_VALKEY_URL": "rediss://dife@cache.internal:6379",
    "DIFE_SMTP_URL": "smtp://mail.internal:587",
    "DIFE_SECRET_KEY": "a-secret-of-tests-that-is-long-enough",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment with what is required and nothing else of ours."""
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_password_of_its_own_joins_its_url(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DIFE_DATABASE_PASSWORD", "p@ss/word:1")
    environment.setenv("DIFE_VALKEY_PASSWORD", "#?secret")
    environment.setenv("DIFE_SMTP_USER", "AKIA/EXAMPLE")
    environment.setenv("DIFE_SMTP_PASSWORD", "a+b=")

    settings = load_settings()

    assert settings.database_url.get_secret_value() == (
        "postgresql://dife_app:p%40ss%2Fword%3A1@db.internal:5432/dife?sslmode=verify-full"
    )
    assert settings.valkey_url.get_secret_value() == "rediss://dife:%23%3Fsecret@cache.internal:6379"
    assert settings.smtp_url.get_secret_value() == "smtp://AKIA%2FEXAMPLE:a%2Bb%3D@mail.internal:587"


def test_what_a_url_says_itself_stays(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DIFE_DATABASE_URL", "postgresql://owner:known@db.internal/dife")
    environment.setenv("DIFE_DATABASE_PASSWORD", "another")
    environment.setenv("DIFE_VALKEY_URL", "redis://:known@cache.internal")
    environment.setenv("DIFE_VALKEY_PASSWORD", "another")

    settings = load_settings()

    assert settings.database_url.get_secret_value() == "postgresql://owner:known@db.internal/dife"
    assert settings.valkey_url.get_secret_value() == "redis://:known@cache.internal"


def test_migrating_needs_the_database_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in REQUIRED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DIFE_DATABASE_URL", "postgresql://postgres@db.internal/dife")
    monkeypatch.setenv("DIFE_DATABASE_PASSWORD", "secret")

    url = load_migration_settings().database_url.get_secret_value()

    assert url == "postgresql://postgres:secret@db.internal/dife"


def test_what_is_missing_is_named_and_no_secret_is_shown(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("DIFE_VALKEY_URL")
    environment.setenv("DIFE_SECRET_KEY", "hush")
    environment.setenv("DIFE_DATABASE_PASSWORD", "hush-too")

    with pytest.raises(SettingsError) as raised:
        load_settings()

    assert "DIFE_VALKEY_URL: Field required" in str(raised.value)
    assert "DIFE_SECRET_KEY: " in str(raised.value)
    assert "hush" not in str(raised.value)


def test_no_secret_is_in_what_settings_look_like(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DIFE_DATABASE_PASSWORD", "hush")

    settings = load_settings()

    assert "hush" not in repr(settings)
    assert "hush" not in settings.model_dump_json()


def test_the_bound_on_connections_follows_the_settings(environment: pytest.MonkeyPatch) -> None:
    """What the infrastructure compares with the database's own limit."""
    environment.setenv("DIFE_DATABASE_POOL_SIZE", "4")
    environment.setenv("DIFE_GATEWAY_POOL_SIZE", "2")
    environment.setenv("DIFE_WORKER_CONCURRENCY", "3")

    assert load_settings().connections == {"api": 5, "gateway": 2, "worker": 11}
