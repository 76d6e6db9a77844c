"""Programs of the operating system that the checks need, installed from its packages where they are missing."""

import os
import shutil
import subprocess

ADMIN_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


class CannotRun(Exception):
    """This machine cannot run a check at all; the message says why. That is a skip, never a pass."""


def require_root() -> None:
    """Stop where namespaces and chroots cannot be made.

    Raises:
        CannotRun: not root, or root without the right to make namespaces.
    """
    if os.geteuid() != 0:
        raise CannotRun("needs root")
    done = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotRun(f"namespaces are not allowed here ({done.stderr.strip()})")


def require(programs: dict[str, str]) -> None:
    """Have programs; `programs` says which package each comes from.

    Raises:
        CannotRun: one is missing and cannot be installed.
    """
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:{ADMIN_PATH}"
    packages = sorted({package for program, package in programs.items() if shutil.which(program) is None})
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise CannotRun(f"not installed, and there is no apt: {', '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-y", *command], env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode != 0:
            raise CannotRun(f"cannot be installed: {', '.join(packages)} ({done.stderr.strip()[-200:]})")
