"""`dife up`: all of Dife in one terminal, from an empty folder to a page that answers."""

import hashlib
import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from types import FrameType

from rich.markup import escape

from dife.local import child
from dife.local.commands import run
from dife.local.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from dife.local.failures import LocalError, explain, sentence_for
from dife.local.files import hash_of, read_stamp
from dife.local.folder import DataFolder
from dife.local.mail_server import MailServer
from dife.local.ports import is_free
from dife.local.programs import script
from dife.local.roles import BUCKET, Deployment
from dife.local.service import Service, stop_all
from dife.local.stack import Stack
from dife.local.steps import Steps
from dife.local.supervisor import Supervisor
from dife.local.web import WebClient

_CHECKOUT = Path(__file__).resolve().parents[3]
_BACKEND = _CHECKOUT / "backend"
_MIGRATIONS = _BACKEND / "migrations"
_RIGHTS = (_BACKEND / "dife" / "migrate.py", _BACKEND / "dife" / "realtime" / "grants.py")
_FIRST_OPEN_PORT = 1024
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(*, port: int, data: Path, stop_with_parent: bool = False) -> int:
    """Run until Ctrl-C; returns the exit code.

    With `stop_with_parent` it also stops when the process that started it ends, however that happens.
    """
    for number in _STOP_SIGNALS:
        signal.signal(number, _interrupt)
    if stop_with_parent:
        child.die_with_parent(os.getppid(), signal.SIGTERM)
    with Steps() as steps:
        folder = DataFolder(data)
        try:
            folder.open()
            return _Run(steps, folder, port).main()
        except KeyboardInterrupt:
            return 0
        except LocalError as error:
            steps.say(f"[red]✗[/red] {escape(str(error))}")
        except OSError as error:
            steps.say(f"[red]✗[/red] {escape(sentence_for(error, folder.root))}")
        except Exception as error:  # noqa: BLE001 - nobody should meet a traceback before the first page
            log = folder.log("up")
            log.write_text(traceback.format_exc())
            steps.say(f"[red]✗[/red] {escape(explain('Dife could not start', repr(error), log))}")
        finally:
            folder.close()
    return 1


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
    raise KeyboardInterrupt


def _schema_stamp() -> str:
    """A hash of all that `dife migrate` brings to the database."""
    rights = hashlib.sha256(b"".join(file.read_bytes() for file in _RIGHTS))
    return f"{hash_of(_MIGRATIONS)} {rights.hexdigest()}"


class _Run:
    """One run, from the first step to the last process that ended."""

    def __init__(self, steps: Steps, folder: DataFolder, port: int) -> None:
        self._steps = steps
        self._folder = folder
        self._threads = ThreadPoolExecutor(8)
        self._stack = Stack(folder)
        self._mail = MailServer(folder.mailbox, folder.ports.claim("smtp"))
        self._web = WebClient(_CHECKOUT, folder)
        self._deployment = Deployment(self._stack, port=port, web_root=self._web.root, smtp_url=self._mail.url)
        services = [*self._stack.services, *self._deployment.roles]
        self._supervisor = Supervisor(services, say=lambda line: steps.say(f"[yellow]![/yellow] {escape(line)}"))

    def main(self) -> int:
        try:
            self._start()
            self._supervisor.start()
            self._say_ready()
            threading.Event().wait()
        finally:
            self._stop()
        return 0

    def _start(self) -> None:
        port = int(self._deployment.environment["DIFE_API_PORT"])
        if port < _FIRST_OPEN_PORT and os.geteuid() != 0:
            raise LocalError(f"Port {port} is for root alone. Choose another port: make run PORT=8000")
        if not is_free(port):
            raise LocalError(
                f"Port {port} is in use by another program. Stop that, or choose another port: make run PORT={port + 10}"
            )
        self._mail.start()
        valkey, s3 = self._threads.submit(self._start_valkey), self._threads.submit(self._start_s3)
        self._side_by_side(self._build_web, valkey.result, partial(self._start_database, valkey, s3))
        # Python imports for seconds, so in a second run the roles do not wait for S3.
        self._side_by_side(s3.result, *(partial(self._start_service, role) for role in self._deployment.roles))

    def _side_by_side(self, *jobs: Callable[[], None]) -> None:
        """Run all; the first failure is raised at once, and what still runs is ended by `_stop`."""
        done, _ = wait([self._threads.submit(job) for job in jobs], return_when=FIRST_EXCEPTION)
        for job in done:
            job.result()

    def _build_web(self) -> None:
        self._web.build(self._steps)

    def _start_database(self, *needed_by_demo_data: Future[None]) -> None:
        self._start_service(self._stack.postgres)
        if self._prepared.exists():
            self._migrate()
            return
        # An earlier run may have been killed before its database was whole; nobody has used that one.
        self._schema.unlink(missing_ok=True)
        self._stack.postgres.recreate_database()
        self._migrate()
        for service in needed_by_demo_data:
            service.result()
        with self._steps.step("demo data"):
            self._dife("seed")
        self._prepared.touch()

    def _migrate(self) -> None:
        wanted = _schema_stamp()
        if read_stamp(self._schema) != wanted:
            with self._steps.step("database schema"):
                self._dife("migrate")
            self._schema.write_text(wanted)

    def _start_valkey(self) -> None:
        self._start_service(self._stack.valkey)

    def _start_s3(self) -> None:
        self._start_service(self._stack.s3)
        self._stack.s3.create_bucket(BUCKET, origins=[self._deployment.origin])

    def _start_service(self, service: Service) -> None:
        with self._steps.step(service.title):
            service.start()

    def _dife(self, command: str) -> None:
        environment = self._deployment.migration_environment
        if command != "migrate":
            # The web client is built at the same time: a command must neither need it nor meet half of it.
            environment = {n: value for n, value in self._deployment.environment.items() if n != "DIFE_WEB_ROOT"}
        run(
            self._folder,
            [script("python"), script("dife"), command],
            name=command,
            where=_CHECKOUT,
            environment={**os.environ, **environment},
        )

    @property
    def _prepared(self) -> Path:
        return self._folder.root / "prepared"

    @property
    def _schema(self) -> Path:
        return self._folder.root / "schema"

    def _say_ready(self) -> None:
        say, origin = self._steps.say, self._deployment.origin
        say(f"\n[bold]Dife is ready[/bold] after {self._steps.seconds:.1f} s: [bold]{origin}[/bold]")
        for address in DEMO_LOGINS:
            say(f"  log in as [bold]{address}[/bold] with [bold]{DEMO_PASSWORD}[/bold]")
        say(f"Mails are at {origin}/dev/mailbox, logs in {self._folder.logs}. Ctrl-C stops everything.")

    def _stop(self) -> None:
        for number in _STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        self._supervisor.stop()
        self._folder.children.refuse()
        stop_all(self._deployment.roles)
        self._stack.stop()
        self._folder.children.end_recorded()
        self._mail.stop()
        self._threads.shutdown(cancel_futures=True)
