"""Network namespaces that this process made, and that are gone when it ends. The host's own network is never touched."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PREFIX = "dife"


class Namespace:
    """One machine of a made-up network."""

    def __init__(self, role: str) -> None:
        self.name = f"{PREFIX}-{os.getpid()}-{role}"
        # The kernel allows fifteen characters for an interface.
        self.link = f"d{os.getpid()}{role}"[:15]
        self._children: list[subprocess.Popen[str]] = []

    def run(self, *command: str, check: bool = True, timeout: float = 30) -> subprocess.CompletedProcess[str]:
        """Run a command inside to its end."""
        return subprocess.run(
            ["ip", "netns", "exec", self.name, *command], capture_output=True, text=True, check=check, timeout=timeout
        )

    def python(self, program: str, *arguments: str, timeout: float = 30) -> subprocess.CompletedProcess[str]:
        """Run a Python program inside to its end."""
        return self.run(sys.executable, "-I", "-c", program, *arguments, check=False, timeout=timeout)

    def serve(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        """Run a Python program inside until the end of the test; it says one line when it is ready."""
        child = subprocess.Popen(
            ["ip", "netns", "exec", self.name, sys.executable, "-I", "-u", "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._children.append(child)
        if child.stdout is None or not child.stdout.readline():
            raise RuntimeError(f"a server in {self.name} did not start")
        return child

    @staticmethod
    def ask(child: subprocess.Popen[str], line: str) -> str:
        """Say a line to a program that `serve` started and return its answer."""
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("nobody listens")
        child.stdin.write(f"{line}\n")
        child.stdin.flush()
        return child.stdout.readline().strip()

    def sysctl(self, *settings: str) -> None:
        """Set kernel parameters of this namespace alone."""
        for setting in settings:
            key, _, value = setting.partition("=")
            self.run("sh", "-c", f"echo {value} > /proc/sys/{key.replace('.', '/')}")

    def create(self) -> None:
        """Make it."""
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        self.run("ip", "link", "set", "lo", "up")

    def remove(self) -> None:
        """End what runs in it and remove it, with the links that lead into it."""
        for child in self._children:
            child.kill()
            child.wait()
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)


@contextlib.contextmanager
def network(*roles: str) -> Iterator[dict[str, Namespace]]:
    """Namespaces of these names, removed on every way out."""
    _remove_abandoned()
    made = {role: Namespace(role) for role in roles}
    try:
        for namespace in made.values():
            namespace.create()
        yield made
    finally:
        for namespace in made.values():
            namespace.remove()


def connect(machine: Namespace, router: Namespace, *, address: str, gateway: str) -> None:
    """Lay a cable: `machine` gets `address` and sends by way of `gateway`, which is an address of `router`."""
    bits = address.partition("/")[2]
    inside = ["type", "veth", "peer", "name", machine.link, "netns", router.name]
    # Both ends begin inside, so that the host never sees either.
    machine.run("ip", "link", "add", "eth0", *inside)
    machine.run("ip", "address", "add", address, "dev", "eth0")
    machine.run("ip", "link", "set", "eth0", "up")
    router.run("ip", "address", "add", f"{gateway}/{bits}", "dev", machine.link)
    router.run("ip", "link", "set", machine.link, "up")
    machine.run("ip", "route", "add", "default", "via", gateway)


def _remove_abandoned() -> None:
    """Remove what a killed run left behind."""
    listed = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    for name in (line.split()[0] for line in listed.splitlines() if line.startswith(f"{PREFIX}-")):
        owner = name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            subprocess.run(["ip", "netns", "del", name], check=False)
