"""Executes the NAT instance's user data in network namespaces: packets must pass both ways, and nothing else may."""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from system.instance import INSTANCE_ID, REGION, Instance
from system.namespaces import Namespace, connect, network
from system.report import Report
from system.tools import require, require_root

USER_DATA = Path(__file__).resolve().parent.parent / "components" / "nat" / "user_data.sh"
NAT, HOST, STRANGER, OUTSIDE = "10.0.0.10", "10.0.2.10", "192.168.9.9", "203.0.113.10"
ROUTE_TABLES = ("rtb-0aaaaaaaaaaaaaaaa", "rtb-0bbbbbbbbbbbbbbbb")
FEWEST_ATTEMPTS = 4
NOT_PROVED = (
    "that Amazon Linux 2023 has these programs and dnf finds iptables-nft",
    "that IAM lets the instance call what it calls (asserted on the template)",
    "that EC2 starts it, and that an Auto Scaling group replaces a dead one",
    "Internet gateway, source/destination check and route tables are imitated by a router",
)

_TCP_SERVER = """
import socket, threading
def serve(connection):
    with connection:
        while data := connection.recv(65536):
            connection.sendall(data)
def udp():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", 4000))
    while True:
        data, peer = server.recvfrom(2048)
        server.sendto(peer[0].encode() + b" " + data, peer)
server = socket.create_server(("0.0.0.0", 4000))
threading.Thread(target=udp, daemon=True).start()
print("ready")
while True:
    connection, peer = server.accept()
    connection.sendall(peer[0].ljust(16).encode())
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
"""

_TCP_CLIENT = """
import socket, sys, threading
address, source, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
connection = socket.create_connection((address, 4000), timeout=2, source_address=(source, 0))
connection.settimeout(10)
seen = connection.recv(16).decode().strip()
sent = bytes(range(256)) * (size // 256)
threading.Thread(target=connection.sendall, args=(sent,)).start()
got = bytearray()
while len(got) < len(sent):
    data = connection.recv(65536)
    assert data, "ended early"
    got += data
assert got == sent, "what came back is not what was sent"
print(seen)
"""

_UDP_CLIENT = """
import socket, sys
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(2)
client.sendto(b"hello", (sys.argv[1], 4000))
print(client.recv(2048).decode())
"""

# Stays open; says back what it is told over the network and the pipe.
_LASTING_CLIENT = """
import socket, sys
connection = socket.create_connection((sys.argv[1], 4000), timeout=5)
connection.recv(16)
print("ready")
for line in sys.stdin:
    connection.sendall(line.encode())
    print(connection.recv(100).decode().strip())
"""


class Vpc:
    """A private subnet, a public one with the NAT instance, and a server on the Internet, joined by one router."""

    def __init__(self, machines: dict[str, Namespace], folder: Path) -> None:
        self.host, self.outside, self.router = machines["host"], machines["out"], machines["vpc"]
        self.nat = Instance(machines["nat"], folder)

    def build(self) -> None:
        """Lay the cables, and route as AWS does while the private subnet has no default route."""
        connect(self.host, self.router, address=f"{HOST}/24", gateway="10.0.2.1")
        connect(self.nat.namespace, self.router, address=f"{NAT}/24", gateway="10.0.0.1")
        connect(self.outside, self.router, address=f"{OUTSIDE}/24", gateway="203.0.113.1")
        self.host.run("ip", "address", "add", f"{STRANGER}/32", "dev", "eth0")
        self.router.sysctl("net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0")
        # Within the VPC everybody reaches everybody; the rest of the private subnet's packets have no way.
        self._rule("100", "to", "10.0.0.0/16", "iif", self.host.link, "lookup", "main")
        self._rule("200", "iif", self.host.link, "lookup", "10")
        self.router.run("ip", "route", "add", "unreachable", "default", "table", "10")
        # What somebody outside sends to the private subnet through the NAT instance.
        self._rule("150", "iif", self.outside.link, "to", "10.0.2.0/24", "lookup", "11")
        self.router.run("ip", "route", "add", "default", "via", NAT, "table", "11")
        # How far packets come that should not: seen where they would arrive, whatever happens to them afterwards.
        self.router.run("iptables", "-A", "FORWARD", "-o", self.outside.link, "-s", STRANGER, "-j", "DROP")
        self.host.run("iptables", "-A", "INPUT", "-s", OUTSIDE, "-p", "tcp", "--syn", "-j", "DROP")
        # An Internet gateway knows no private addresses: only the NAT instance's goes out.
        self.router.run("iptables", "-A", "FORWARD", "-o", self.outside.link, "!", "-s", NAT, "-j", "DROP")
        for machine in (self.host, self.outside):
            machine.serve(_TCP_SERVER)

    def route_to_nat(self) -> None:
        """Do what the route tables say once the instance has claimed them."""
        self.router.run("ip", "route", "replace", "default", "via", NAT, "table", "10")

    @staticmethod
    def arrived(machine: Namespace, chain: str) -> int:
        """How many packets met the first rule of a chain, which is there to count them."""
        listed = machine.run("iptables", "-nvxL", chain, "1").stdout
        return int(listed.split()[0])

    def _rule(self, preference: str, *rule: str) -> None:
        self.router.run("ip", "rule", "add", "preference", preference, *rule)

    def start(self, script: str, *, pause: float = 0) -> subprocess.CompletedProcess[str]:
        """Run user data on the NAT instance."""
        return self.nat.run(script, pause=pause)

    def seen_by_server(self, *, source: str = HOST, size: int = 256) -> str | None:
        """Whom the server outside takes the host for; None when nothing passes."""
        done = self.host.python(_TCP_CLIENT, OUTSIDE, source, str(size))
        return done.stdout.strip() if done.returncode == 0 else None


@contextlib.contextmanager
def vpc() -> Iterator[Vpc]:
    """A network of its own, gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="dife-nat-") as folder,
        network("host", "nat", "out", "vpc") as machines,
    ):
        built = Vpc(machines, Path(folder))
        built.build()
        built.nat.boot()
        yield built


def user_data() -> str:
    """The script as the construct hands it to EC2."""
    prelude = f"#!/bin/bash\nNAT_CIDR='10.0.0.0/16'\nNAT_ROUTE_TABLES='{' '.join(ROUTE_TABLES)}'\n"
    return prelude + USER_DATA.read_text()


def run(report: Report) -> None:
    """All checks, in the order of an instance's life."""
    require_root()
    require({"ip": "iproute2", "iptables": "iptables", "curl": "curl", "sysctl": "procps"})
    with vpc() as net:
        report.check("without the NAT instance nothing leaves the private subnet", net.seen_by_server() is None)
        if _first_run(net, report):
            _traffic(net, report)
            _second_run(net, report)
            _restart(net, report)
    with vpc() as net:
        _refusals(net, report)
    for what in NOT_PROVED:
        report.not_proved(what)


def _first_run(net: Vpc, report: Report) -> bool:
    done = net.start(user_data())
    report.check("the user data runs on a bare instance", done.returncode == 0, done.stderr)
    asked = net.nat.asked()
    route = f"{REGION} ec2 replace-route --route-table-id {{}} --destination-cidr-block 0.0.0.0/0 --instance-id {INSTANCE_ID}"
    expected = [
        f"{REGION} ec2 modify-instance-attribute --instance-id {INSTANCE_ID} --no-source-dest-check",
        *(route.format(table) for table in ROUTE_TABLES),
    ]
    report.check("it turns its source/destination check off and claims every route table", asked == expected, asked)
    net.route_to_nat()
    seen = net.seen_by_server(size=1 << 20)
    return report.check("1 MiB by TCP passes both ways, unchanged, from the instance's own address", seen == NAT, seen)


def _traffic(net: Vpc, report: Report) -> None:
    answer = net.host.python(_UDP_CLIENT, OUTSIDE).stdout.strip()
    report.check("UDP passes both ways", answer == f"{NAT} hello", answer)
    net.seen_by_server(source=STRANGER)
    strangers = net.arrived(net.router, "FORWARD")
    report.check("a sender outside the VPC's range is not forwarded", strangers == 0, strangers)
    net.outside.python(_TCP_CLIENT, HOST, OUTSIDE, "256")
    inward = net.arrived(net.host, "INPUT")
    report.check("nobody outside opens a connection inwards", inward == 0, inward)
    # The same packets without the instance in between arrive: it was its rules that kept them.
    net.router.run("ip", "rule", "del", "preference", "150")
    net.outside.python(_TCP_CLIENT, HOST, OUTSIDE, "256")
    report.check("without the instance they would have arrived", net.arrived(net.host, "INPUT") > 0)


def _second_run(net: Vpc, report: Report) -> None:
    lasting = net.host.serve(_LASTING_CLIENT, OUTSIDE)
    before = net.nat.rules()
    done = net.start(user_data())
    report.check("it runs a second time", done.returncode == 0, done.stderr)
    report.check("a second run leaves exactly the rules of the first", net.nat.rules() == before, net.nat.rules())
    report.check("new connections pass after it", net.seen_by_server() == NAT)
    report.check("a connection from before goes on", net.host.ask(lasting, "still there") == "still there")


def _restart(net: Vpc, report: Report) -> None:
    before = net.nat.rules()
    done = net.nat.restart()
    report.check("after a reboot the enabled unit sets it up again", done.returncode == 0, done.stderr)
    report.check("and the rules are the same", [r for r in net.nat.rules() if r] == [r for r in before if r])
    report.check("and packets pass", net.seen_by_server() == NAT)


def _refusals(net: Vpc, report: Report) -> None:
    net.nat.refuse("replace-route")
    done = net.start(user_data())
    created = [line for line in net.nat.asked() if "create-route" in line]
    report.check("a route that is not there yet is made", done.returncode == 0 and len(created) == len(ROUTE_TABLES))
    net.nat.refuse("--no-source-dest-check")
    done = net.start(user_data())
    attempts = len(net.nat.asked())
    report.check(
        "a lasting refusal is tried again and then fails the start",
        done.returncode != 0 and attempts >= FEWEST_ATTEMPTS,
    )
