"""PostgreSQL, Valkey and S3 together, started side by side."""

from concurrent.futures import ThreadPoolExecutor

from dife.local.failures import LocalError, sentence_for
from dife.local.folder import DataFolder
from dife.local.postgres import Postgres
from dife.local.s3 import S3Server
from dife.local.service import Service, stop_all
from dife.local.valkey import Valkey


class Stack:
    """What Dife stands on, in one open data folder."""

    def __init__(self, folder: DataFolder, *, durable: bool = True) -> None:
        self.folder = folder
        self.postgres = Postgres(folder, durable=durable)
        self.valkey = Valkey(folder)
        self.s3 = S3Server(folder)
        self.services: list[Service] = [self.postgres, self.valkey, self.s3]
        for service in self.services:
            service.claim_ports()

    def start(self) -> None:
        """Start all three and wait until each answers; when one fails, none is left."""
        with ThreadPoolExecutor(len(self.services)) as threads:
            started = [threads.submit(service.start) for service in self.services]
        failures = [error for error in (one.exception() for one in started) if error is not None]
        if failures:
            self.stop()
            if isinstance(failures[0], OSError):
                raise LocalError(sentence_for(failures[0], self.folder.root)) from failures[0]
            raise failures[0]

    def stop(self) -> None:
        """Stop all three."""
        stop_all(self.services)
