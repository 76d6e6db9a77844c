"""An embedded S3: SeaweedFS with one identity, and buckets with the CORS rules of the product."""

import contextlib
import json
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from dife.local.files import write_private
from dife.local.programs import script
from dife.local.service import Service, answers_http
from dife.media.cors import cors_rules

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

# SeaweedFS also makes a Unix socket of a fixed name for each of these and never removes it after a SIGKILL.
_PARTS = ("master", "volume", "filer", "s3")


class S3Server(Service):
    """Master, volume server, filer and S3 gateway in one process, on loopback."""

    name = "s3"
    title = "S3 (SeaweedFS)"
    port_names = tuple(f"s3-{part}{suffix}" for part in _PARTS for suffix in ("", "-grpc"))
    # Asked to stop it waits for its own parts for seconds; everything it acknowledged is in files already.
    stop_signal: ClassVar[signal.Signals] = signal.SIGKILL

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port('s3')}"

    def prepare(self) -> None:
        identity = {
            "name": "dife",
            "credentials": [
                {"accessKey": self.folder.secrets["s3_access_key"], "secretKey": self.folder.secrets["s3_secret_key"]}
            ],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        write_private(self.home / "s3.json", json.dumps({"identities": [identity]}))
        self._remove_sockets()

    def command(self) -> Sequence[str | Path]:
        addresses = [
            argument
            for part in _PARTS
            for argument in (
                f"-{part}.port={self._port(part)}",
                f"-{part}.port.grpc={self._port(part, grpc=True)}",
            )
        ]
        return [
            script("weed"),
            "server",
            "-dir=.",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-filer",
            "-s3",
            *addresses,
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-s3.iam=false",
            "-s3.config=s3.json",
            # Relative to the server's folder, since the name of a Unix socket must be short.
            "-filer.localSocket=filer.sock",
            "-s3.localSocket=s3.sock",
            "-master.telemetry=false",
            "-master.electionTimeout=500ms",
            "-master.heartbeatInterval=100ms",
            "-master.volumeSizeLimitMB=1024",
            "-volume.max=200",
            "-volume.minFreeSpace=500MiB",
            "-volume.preStopSeconds=0",
        ]

    def answers(self) -> bool:
        return answers_http(f"{self.url}/healthz")

    def stop(self) -> None:
        super().stop()
        self._remove_sockets()

    def create_bucket(self, name: str, *, origins: Sequence[str]) -> None:
        """Make the bucket and let exactly these web origins read and upload."""
        client = self.client()
        with contextlib.suppress(client.exceptions.BucketAlreadyOwnedByYou, client.exceptions.BucketAlreadyExists):
            client.create_bucket(Bucket=name)
        client.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": cors_rules(origins)})

    def client(self) -> "S3Client":
        """A client with the right to everything."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="ap-northeast-2",
            aws_access_key_id=self.folder.secrets["s3_access_key"],
            aws_secret_access_key=self.folder.secrets["s3_secret_key"],
            config=Config(connect_timeout=5, read_timeout=20, s3={"addressing_style": "path"}),
        )

    def _port(self, part: str, *, grpc: bool = False) -> int:
        return self.folder.ports.get(f"s3-{part}{'-grpc' if grpc else ''}")

    def _remove_sockets(self) -> None:
        for part in _PARTS:
            socket = Path(f"/tmp/seaweedfs-{part}-grpc-{self._port(part, grpc=True)}.sock")  # noqa: S108 - its choice
            socket.unlink(missing_ok=True)
