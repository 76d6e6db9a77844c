"""The three servers under test: how each is started, how a listener comes to it, how an event is given to it."""

import shutil
import socket
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from dife.chat.events import encode_hint
from dife.kit.ids import new_id
from dife.local.service import Service
from dife.local.web import node
from dife.valkey import room_channel

from harness.events import Events
from harness.people import Somebody, open_rooms, sign_up
from harness.stack import Ground, Numbered, Program

HERE = Path(__file__).parent
NODE_MODULES = HERE.parent / "node_modules"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
Target = dict[str, Any]


class Line:
    """A connection that requests are written to without waiting for their answers, which are thrown away."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes) -> None:
        """Write, and make room for answers."""
        self._socket.setblocking(True)
        self._socket.sendall(data)
        self._socket.setblocking(False)
        try:
            while self._socket.recv(1 << 16):
                pass
        except BlockingIOError:
            pass

    def close(self) -> None:
        """End it."""
        self._socket.close()


class Server(ABC):
    """`processes` of one kind of server, joined by Valkey."""

    name: str

    def __init__(self, ground: Ground, processes: int) -> None:
        self.ground = ground
        self.services: list[Service] = self._services(processes)

    @classmethod
    def missing(cls) -> str | None:
        """Why it cannot run here, as a sentence."""
        return None

    @abstractmethod
    def _services(self, processes: int) -> list[Service]: ...

    def start(self) -> None:
        """Start all processes, and the line to publish on."""
        for service in self.services:
            service.start()
        self._open_lines()

    def stop(self) -> None:
        """Stop them."""
        for line in self._lines():
            line.close()
        for service in self.services:
            service.stop()

    @property
    def pids(self) -> list[int]:
        """The processes whose descendants count."""
        return [service.process.pid for service in self.services if service.process is not None]

    @abstractmethod
    def _open_lines(self) -> None: ...

    @abstractmethod
    def _lines(self) -> Sequence[Line]: ...

    @abstractmethod
    def prepare(self, sizes: Sequence[int]) -> tuple[list[Events], list[list[Target]]]:
        """Make rooms of so many listeners each; returns their events, and where each listener comes to."""

    @abstractmethod
    def publish(self, events: Events, numbers: Sequence[int]) -> None:
        """Give a room its next events at once."""


class _ThroughValkey(Server):
    """Takes its events from Valkey, one PUBLISH each."""

    def _open_lines(self) -> None:
        address = urlsplit(self.ground.stack.valkey.url)
        self._line = Line(address.port or 0)
        self._line.send(_command(b"AUTH", (address.password or "").encode()))

    def _lines(self) -> Sequence[Line]:
        return [self._line]

    def publish(self, events: Events, numbers: Sequence[int]) -> None:
        """Publish in one write."""
        self._line.send(b"".join(_command(b"PUBLISH", *self._message(events, number)) for number in numbers))

    @abstractmethod
    def _message(self, events: Events, number: int) -> tuple[bytes, bytes]: ...


def _command(*parts: bytes) -> bytes:
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)


class Dife(_ThroughValkey):
    """`dife gateway`, with sessions and memberships in PostgreSQL."""

    name = "dife"

    def _services(self, processes: int) -> list[Service]:
        ground = self.ground
        self._gateways = [
            Numbered(ground.folder, "gateway", number, environment=ground.environment)
            for number in range(1, processes + 1)
        ]
        return [*self._gateways]

    def prepare(self, sizes: Sequence[int]) -> tuple[list[Events], list[list[Target]]]:
        """Make a member and a session for each listener."""
        url = self.ground.stack.postgres.url()
        people = sign_up(url, self.ground.settings, sum(sizes))
        groups: list[list[Somebody]] = []
        for size in sizes:
            groups.append(people[:size])
            people = people[size:]
        rooms = open_rooms(url, groups)
        ports = [gateway.port for gateway in self._gateways]
        targets = [
            [
                {"kind": "dife", "path": "/ws", "port": ports[number % len(ports)], "token": somebody.token}
                for number, somebody in enumerate(group)
            ]
            for group in groups
        ]
        return [Events(room_id) for room_id in rooms], targets

    def _message(self, events: Events, number: int) -> tuple[bytes, bytes]:
        return room_channel(events.room_id).encode(), encode_hint(number, events.frame(number))


class SocketIo(_ThroughValkey):
    """socket.io 4 with its Redis adapter; events come as its emitter publishes them."""

    name = "socket.io"

    @classmethod
    def missing(cls) -> str | None:
        """Its packages are installed by npm."""
        if (NODE_MODULES / "socket.io").is_dir():
            return None
        return "socket.io is not installed: npm ci --prefix bench"

    def _services(self, processes: int) -> list[Service]:
        url = self.ground.stack.valkey.url
        self._ports = [self.ground.folder.ports.claim(f"socketio-{number}") for number in range(processes)]
        return [
            Program(
                self.ground.folder,
                f"socketio-{number}",
                [node(), HERE / "socketio.mjs", str(port), url],
                url=f"http://127.0.0.1:{port}/",
            )
            for number, port in enumerate(self._ports)
        ]

    def prepare(self, sizes: Sequence[int]) -> tuple[list[Events], list[list[Target]]]:
        """A room is a name."""
        rooms = [Events(new_id()) for _ in sizes]
        path = "/socket.io/?EIO=4&transport=websocket&room="
        return rooms, [
            [
                {"kind": "socketio", "path": f"{path}{events.room_id}", "port": self._ports[number % len(self._ports)]}
                for number in range(size)
            ]
            for events, size in zip(rooms, sizes, strict=True)
        ]

    def _message(self, events: Events, number: int) -> tuple[bytes, bytes]:
        room = str(events.room_id)
        packet = {"type": 2, "data": ["event", events.document(number)], "nsp": "/"}
        options: dict[str, Any] = {"rooms": [room], "except": [], "flags": {}}
        return f"socket.io#/#{room}#".encode(), msgspec.msgpack.encode(["emitter", packet, options])


class Nchan(Server):
    """nginx with nchan; a backend publishes to it by HTTP, several processes are joined by Valkey."""

    name = "nchan"
    _LINES = 8

    @classmethod
    def missing(cls) -> str | None:
        """Both come from Debian."""
        if NCHAN.exists() and Path(NGINX).exists():
            return None
        return "nchan is not installed: apt-get install nginx-light libnginx-mod-nchan (Debian, Ubuntu)"

    def _services(self, processes: int) -> list[Service]:
        self._ports = [self.ground.folder.ports.claim(f"nchan-{number}") for number in range(processes)]
        template = (HERE / "nchan.conf").read_text()
        services: list[Service] = []
        for number, port in enumerate(self._ports):
            name = f"nchan-{number}"
            home = self.ground.folder.part(name)
            redis = f"nchan_redis_url {self.ground.stack.valkey.url}; nchan_use_redis on;" if processes > 1 else ""
            text = template.replace("@MODULE@", str(NCHAN)).replace("@PORT@", str(port)).replace("@REDIS@", redis)
            configuration = home / "nginx.conf"
            configuration.write_text(text.replace("@HOME@", str(home)))
            command: list[str | Path] = [NGINX, "-p", home, "-c", configuration]
            services.append(Program(self.ground.folder, name, command, url=f"http://127.0.0.1:{port}/"))
        return services

    def _open_lines(self) -> None:
        self._open = [Line(self._ports[number % len(self._ports)]) for number in range(self._LINES)]

    def _lines(self) -> Sequence[Line]:
        return self._open

    def prepare(self, sizes: Sequence[int]) -> tuple[list[Events], list[list[Target]]]:
        """A room is a channel. nginx closes a connection on which nothing came for a minute, so they are new ones."""
        for line in self._open:
            line.close()
        self._open_lines()
        rooms = [Events(new_id()) for _ in sizes]
        return rooms, [
            [
                {"kind": "nchan", "path": f"/sub/{events.room_id}", "port": self._ports[number % len(self._ports)]}
                for number in range(size)
            ]
            for events, size in zip(rooms, sizes, strict=True)
        ]

    def publish(self, events: Events, numbers: Sequence[int]) -> None:
        """Post; a room always takes the same connection, so that its order is kept."""
        head = f"POST /pub/{events.room_id} HTTP/1.1\r\nHost: x\r\nContent-Length: ".encode()
        frames = [events.frame(number) for number in numbers]
        line = self._open[events.room_id.int % self._LINES]
        line.send(b"".join(head + b"%d\r\n\r\n%b" % (len(frame), frame) for frame in frames))


SERVERS: list[type[Server]] = [Dife, SocketIo, Nchan]
