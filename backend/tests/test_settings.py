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


WRONG = {
    "DIFE_PUBLIC_URL": [
        "dife.example",
        "ftp://dife.example",
        "https://dife.example/hush",
        "https://dife.example?hush",
        "https://dife.example/#hush",
        "https://hush@dife.example",
        "https://",
        "https://[hush",
        "https://dife.example:hush",
        " https://dife.example",
    ],
    "DIFE_GATEWAY_PUBLIC_URL": ["https://dife.example/hush", "wss://dife.example/ws?hush", "/hush"],
    "DIFE_EXTRA_ORIGINS": ['["https://dife.example/hush"]', "https://hush.example", '["*"]'],
    "DIFE_LOG_LEVEL": ["hush", "10"],
    "DIFE_TRUSTED_HOPS": ["hush", "6"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_is_wrong_is_named_and_never_shown(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    environment.setenv(name, value)

    with pytest.raises(SettingsError) as raised:
        load_settings()

    [line] = str(raised.value).splitlines()
    assert line.startswith(f"{name}: ")
    assert "hush" not in line


@pytest.mark.parametrize("name", ["DIFE_DATABASE", "DIFE_VALKEY", "DIFE_SMTP"])
def test_a_password_is_not_shown_when_its_url_is_none(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv(f"{name}_URL", "postgresql://[hush")
    environment.setenv(f"{name}_PASSWORD", "hush-too")

    try:
        shown = repr(load_settings())
    except SettingsError as error:
        shown = str(error)

    assert "hush" not in shown


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://Dife.example/", "https://dife.example"),
        ("https://dife.example:443", "https://dife.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(environment: pytest.MonkeyPatch, given: str, origin: str) -> None:
    environment.setenv("DIFE_PUBLIC_URL", given)
    environment.setenv("DIFE_EXTRA_ORIGINS", f'["{given}"]')
    environment.setenv("DIFE_LOG_LEVEL", "WARNING")

    settings = load_settings()

    assert settings.origins == [origin, origin]
    assert settings.log_level == "warning"
