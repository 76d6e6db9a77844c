"""The command `dife`: one package, several roles."""

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from dife import tracing
from dife.settings import Settings, SettingsError, load_migration_settings, load_settings
from dife.telemetry import configure_logging

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Run Dife.")
schema_app = typer.Typer(no_args_is_help=True, help="Write the contracts.")
app.add_typer(schema_app, name="schema")
archive_app = typer.Typer(no_args_is_help=True, help="Move old messages to the object store, and back.")
app.add_typer(archive_app, name="archive")

BACKEND = Path(__file__).resolve().parent.parent


def _settings(role: str) -> Settings:
    settings = load_settings()
    configure_logging(settings.log_level)
    tracing.configure(settings, role)
    return settings


@app.command()
def api() -> None:
    """Serve REST, and the web client where DIFE_WEB_ROOT is set."""
    from dife.app import create_app
    from dife.http.server import serve

    settings = _settings("api")
    serve(create_app(settings), settings)
    tracing.flush()


@app.command()
def gateway() -> None:
    """Hold the WebSockets."""
    from dife.realtime.gateway import run

    run(_settings("gateway"))
    tracing.flush()


@app.command()
def worker() -> None:
    """Run jobs."""
    from dife.worker.main import run

    run(_settings("worker"))
    tracing.flush()


@app.command()
def health() -> None:
    """Tell by the exit code whether the role on this machine is healthy."""
    from dife.healthcheck import main as check

    raise typer.Exit(check())


@app.command()
def migrate() -> None:
    """Bring the schema to head, and the roles that use it up to date."""
    from dife.migrate import MigrationError, migrate_to_head

    settings = load_migration_settings()
    configure_logging(settings.log_level)
    try:
        migrate_to_head(settings)
    except MigrationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command()
def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the page.")] = 8000,
    data: Annotated[Path, typer.Option(help="Folder that keeps everything.")] = Path(".dife"),
    *,
    stop_with_parent: Annotated[bool, typer.Option("--stop-with-parent", hidden=True)] = False,
) -> None:
    """Run all of Dife on this machine, with demo data."""
    from dife.local.up import up

    raise typer.Exit(up(port=port, data=data, stop_with_parent=stop_with_parent))


@app.command()
def seed(
    members: Annotated[int, typer.Option(min=0, help="Made-up members to add by COPY.")] = 0,
    posts: Annotated[int, typer.Option(min=0, help="Posts to add by COPY.")] = 0,
    messages: Annotated[int, typer.Option(min=0, help="Messages to add by COPY, 50 a conversation.")] = 0,
) -> None:
    """Fill an empty database with a small demo campus, and add a crowd to it where one is asked for."""
    from rich.console import Console

    from dife.app import create_app
    from dife.local.demo.crowd import CrowdSize
    from dife.local.seed import seed as fill

    settings = load_settings()
    # Thirty people at once would fill the screen with their requests.
    configure_logging("error")
    fill(create_app(settings), settings, size=CrowdSize(members, posts, messages), console=Console())


@archive_app.command("run")
def archive_run() -> None:
    """Move what is older than six months to the object store, as the worker does each night."""
    from dife.worker.archive import run

    typer.echo(run(_settings("worker"), brings_back=False))


@archive_app.command("restore")
def archive_restore(
    room: Annotated[UUID | None, typer.Option(help="One room; else all of them.")] = None,
) -> None:
    """Bring what was archived back into the database, where it stays for thirty days."""
    from dife.worker.archive import run

    typer.echo(run(_settings("worker"), brings_back=True, room_id=room))


@schema_app.command("http")
def schema_http(path: Annotated[Path, typer.Argument()] = BACKEND / "openapi.json") -> None:
    """Write the HTTP contract (OpenAPI 3.1)."""
    from dife.contracts import http_contract

    path.write_text(http_contract(), encoding="utf-8")


@schema_app.command("realtime")
def schema_realtime(path: Annotated[Path, typer.Argument()] = BACKEND / "realtime.schema.json") -> None:
    """Write the WebSocket contract (JSON Schema)."""
    from dife.contracts import realtime_contract

    path.write_text(realtime_contract(), encoding="utf-8")


@schema_app.command("headers")
def schema_headers(web_root: Annotated[Path, typer.Argument(help="The built web client.")]) -> None:
    """Print the headers of the web client's files as JSON: what CloudFront is configured with."""
    from dife.contracts import headers_contract

    typer.echo(headers_contract(load_settings(), web_root))


def main() -> None:
    """Run the command line; wrong settings are told in a sentence, not a traceback."""
    try:
        app()
    except SettingsError as error:
        typer.echo(f"Dife cannot start, settings are missing or wrong:\n{error}", err=True)
        sys.exit(2)
