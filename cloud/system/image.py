"""Executes the Dockerfile's steps in a Debian chroot and runs the roles there, as nobody and without a place to write.

There is no Docker engine where this runs, so the base image is a fresh Debian with its own Python.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from components.names import RDS_AUTHORITIES
from system.report import Report
from system.tools import CannotRun, require, require_root

CHECKOUT = Path(__file__).resolve().parent.parent.parent
CACHE = Path("/var/cache/dife-system-test")
SUITE = "bookworm"
PACKAGES = "python3,python3-venv,ca-certificates"
USER = "10001:10001"
LARGEST_MIB = 450
NOT_PROVED = (
    "the base image python:3.12-slim-bookworm; this is Debian's own Python 3.11 on the same release",
    "that BuildKit takes the file (COPY --from, HEALTHCHECK, EXPOSE), and the arm64 build (its wheels are proved by name)",
    "that RDS shows a certificate of the authorities that the image has; `dife-cloud preflight` compares them with AWS's",
    "the limits of a container: memory, processes, capabilities",
)


class Chroot:
    """A root file system, entered in mount and process namespaces of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(
        self, command: str, *, read_only: bool = False, user: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell command inside; what is mounted for it goes with it."""
        change = f"--userspec={user} " if user else ""
        steps = [
            f"mount --bind {self.root} {self.root}",
            f"mount -t proc proc {self.root}/proc",
            f"mount --rbind /dev {self.root}/dev",
            f"mount -t tmpfs tmpfs {self.root}/tmp",  # noqa: S108 - inside
            f"mount -o remount,bind,ro {self.root}" if read_only else "true",
            f'exec chroot {change}{self.root} /bin/sh -c "$1"',
        ]
        inside = ["unshare", "--mount", "--pid", "--fork", "sh", "-ec", "\n".join(steps), "sh", command]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **_registry_settings()}
        return subprocess.run(inside, env=environment, capture_output=True, text=True, check=False, timeout=400)


def run(report: Report) -> None:
    """All checks."""
    require_root()
    require({"debootstrap": "debootstrap", "unshare": "util-linux"})
    with _fresh_debian() as chroot:
        if _build(chroot, report):
            _start(chroot, report)
    for what in NOT_PROVED:
        report.not_proved(what)


def stages(dockerfile: str) -> list[list[tuple[str, str]]]:
    """The instructions of each stage, in order, with lines that go on joined."""
    joined = re.sub(r"\\\n\s*", " ", dockerfile)
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for word, _, rest in (line.partition(" ") for line in lines):
        if word == "FROM":
            found.append([])
        elif found:
            found[-1].append((word, rest.strip()))
    return found


def _build(chroot: Chroot, report: Report) -> bool:
    """Carry out COPY, ENV, WORKDIR and RUN of both stages; they share one file system here."""
    for number, stage in enumerate(stages((CHECKOUT / "Dockerfile").read_text(encoding="utf-8")), 1):
        folder, variables = "/", ""
        for word, rest in stage:
            if word == "ENV":
                variables += f"export {rest}; "
            elif word == "WORKDIR":
                folder = rest
                (chroot.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
            elif word == "COPY" and not rest.startswith("--from"):
                _copy(chroot, folder, rest.split())
            elif word == "RUN":
                done = chroot.run(f"{variables} cd {folder} && {rest}")
                held = done.returncode == 0
                report.check(f"stage {number}: RUN {rest[:70]}", held, (done.stdout + done.stderr)[-1500:])
                if not held:
                    return False
    return True


def _copy(chroot: Chroot, folder: str, words: list[str]) -> None:
    *sources, target = words
    place = chroot.root / folder.lstrip("/") / target
    for source in sources:
        origin = CHECKOUT / source
        if origin.is_dir():
            shutil.copytree(origin, place, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        else:
            shutil.copy(origin, place / origin.name if place.is_dir() else place)


def _start(chroot: Chroot, report: Report) -> None:
    environment = "export PATH=/opt/dife/venv/bin:/usr/local/bin:$PATH PYTHONPATH=/opt/dife/backend PYTHONDONTWRITEBYTECODE=1 HOME=/tmp; "

    def as_nobody(command: str) -> subprocess.CompletedProcess[str]:
        return chroot.run(environment + command, read_only=True, user=USER)

    size = sum(file.stat().st_size for file in (chroot.root / "opt/dife").rglob("*") if file.is_file()) / 2**20
    report.check(f"what is added to the base is small: {size:.0f} MiB, at most {LARGEST_MIB}", size <= LARGEST_MIB)
    report.check("the root file system is read-only", as_nobody("touch /opt/dife/x /usr/x").returncode != 0)
    report.check("and belongs to somebody else", as_nobody('test "$(id -u)" = 10001').returncode == 0)
    imported = as_nobody("python -c 'import dife.app, dife.realtime.gateway, dife.worker.main, dife.migrate'")
    report.check("every role's code is imported", imported.returncode == 0, imported.stderr[-1500:])
    for role in ("api", "gateway", "worker", "migrate"):
        done = as_nobody(f"dife {role}")
        told = "DIFE_DATABASE_URL" in done.stderr and "Traceback" not in done.stderr
        report.check(f"`dife {role}` says which settings it lacks", done.returncode == 2 and told, done.stderr[-500:])  # noqa: PLR2004 - its own code
    served = as_nobody(_SERVE)
    report.check(
        "the API starts, and the image's health check finds it well", served.returncode == 0, served.stderr[-1500:]
    )
    alone = as_nobody("python -m dife.healthcheck")
    report.check("where nothing runs the health check fails", alone.returncode == 1, alone.stderr)
    trusted = as_nobody(
        f"python -c 'import ssl; print(len(ssl.create_default_context(cafile=\"{RDS_AUTHORITIES}\").get_ca_certs()))'"
    )
    report.check("the authorities of RDS are inside and can be read", trusted.stdout == "3\n", trusted.stderr[-500:])
    tests = as_nobody("python -c 'import pytest'")
    report.check("nothing of the tests is inside", tests.returncode != 0)


# The database is away: /health tells that the process lives, which is what the health check asks.
_SERVE = """
export DIFE_PUBLIC_URL=http://localhost:18765 DIFE_GATEWAY_PUBLIC_URL=ws://localhost:1/ws DIFE_SMTP_URL=smtp://localhost:1
export DIFE_DATABASE_URL=postgresql://x@localhost:1/x DIFE_VALKEY_URL=redis://localhost:1 DIFE_API_PORT=18765
export DIFE_SECRET_KEY=a-secret-that-is-long-enough-for-it DIFE_S3_ACCESS_KEY=x DIFE_S3_SECRET_KEY=x
dife api & pid=$!
n=0
until python -m dife.healthcheck; do n=$((n+1)); [ $n -lt 60 ] || exit 1; sleep 0.5; done
kill $pid
wait $pid
"""


@contextmanager
def _fresh_debian() -> Iterator[Chroot]:
    """A Debian from its packages, gone afterwards; what debootstrap made is kept for the next time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    kept = CACHE / f"{SUITE}-root.tar"
    with tempfile.TemporaryDirectory(prefix="dife-image-", dir=CACHE) as folder:
        root = Path(folder) / "root"
        if not kept.exists():
            _debootstrap(root)
            draft = Path(folder) / "root.tar"
            subprocess.run(["tar", "-cf", str(draft), "-C", str(root), "."], check=True)
            draft.rename(kept)
        else:
            root.mkdir()
            subprocess.run(["tar", "-xf", str(kept), "-C", str(root)], check=True)
        # The machine's own way to the package registry.
        for name in ("resolv.conf", "hosts", "pip.conf", "ssl/certs/ca-certificates.crt"):
            if (Path("/etc") / name).exists():
                shutil.copy(Path("/etc") / name, root / "etc" / name)
        yield Chroot(root)


def _debootstrap(root: Path) -> None:
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)
    if done.returncode != 0:
        raise CannotRun(f"Debian's packages cannot be fetched or unpacked: {done.stdout.strip()[-300:]}")


def _registry_settings() -> dict[str, str]:
    """How this machine reaches the package registry, if it does in a way of its own."""
    prefixes = ("PIP_", "UV_INDEX", "UV_DEFAULT_INDEX", "HTTP", "http", "NO_PROXY", "no_proxy", "SSL_CERT")
    return {name: value for name, value in os.environ.items() if name.startswith(prefixes)}
