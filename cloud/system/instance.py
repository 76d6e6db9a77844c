"""What an EC2 instance has around its user data: the metadata service, the AWS command line, systemd and dnf.

The programs of the image are real; these four are small stand-ins that note what they were asked to do.
"""

import shutil
import subprocess
from pathlib import Path

from system.namespaces import Namespace

INSTANCE_ID = "i-0123456789abcdef0"
REGION = "ap-northeast-2"

# All that the script may use. No awk, no net-tools: they are not on every image.
PROGRAMS = ("bash", "cat", "chmod", "curl", "env", "install", "ip", "sleep", "sysctl")

_METADATA = """
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    paths = {"/latest/meta-data/instance-id": b"INSTANCE", "/latest/meta-data/placement/region": b"REGION"}
    def do_PUT(self):
        ok = self.path == "/latest/api/token" and self.headers.get("X-aws-ec2-metadata-token-ttl-seconds")
        self.answer(200 if ok else 400, b"a-token")
    def do_GET(self):
        # IMDSv2: without a token there is nothing.
        if self.headers.get("X-aws-ec2-metadata-token") != "a-token":
            self.answer(401, b"")
        else:
            self.answer(200 if self.path in self.paths else 404, self.paths.get(self.path, b""))
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("169.254.169.254", 80), Handler)
print("ready")
server.serve_forever()
"""

_AWS = """#!/bin/bash
printf '%s\\n' "$AWS_DEFAULT_REGION $*" >>@/asked
while read -r pattern; do
  [[ " $* " == *" $pattern "* ]] && { echo "refused: $pattern" >&2; exit 254; }
done <@/refused
exit 0
"""

_DNF = """#!/bin/bash
[ "$*" = "install -y iptables-nft" ] || { echo "unknown: dnf $*" >&2; exit 1; }
LN -s RESTORE @/bin/iptables-restore
"""

_SYSTEMCTL = """#!/bin/bash
unit=/usr/local/lib/systemd/system/dife-nat.service
case "$*" in
  daemon-reload) ;;
  "enable dife-nat.service") : >@/enabled ;;
  "restart dife-nat.service") exec "$(sed -n 's/^ExecStart=//p' $unit)" ;;
  *) echo "unknown: systemctl $*" >&2; exit 1 ;;
esac
"""


class Instance:
    """A namespace that looks like a fresh instance from the inside; its `/usr/local` is a folder of its own."""

    def __init__(self, namespace: Namespace, folder: Path) -> None:
        self.namespace = namespace
        self._folder = folder
        self._bin = folder / "bin"
        self._local = folder / "local"
        self._refused = folder / "refused"

    def boot(self) -> None:
        """Put the stand-ins in place and serve the metadata."""
        self._bin.mkdir()
        self._local.mkdir()
        self.refuse()
        for name in PROGRAMS:
            (self._bin / name).symlink_to(_found(name))
        self._write("aws", _AWS)
        self._write("dnf", _DNF.replace("RESTORE", _found("iptables-restore")).replace("LN", _found("ln")))
        # The one stand-in that needs sed looks for it where the host has it.
        self._write("systemctl", _SYSTEMCTL.replace("sed -n", f"{_found('sed')} -n"))
        self.namespace.run("ip", "address", "add", "169.254.169.254/32", "dev", "lo")
        self.namespace.serve(_METADATA.replace("INSTANCE", INSTANCE_ID).replace("REGION", REGION))

    def run(self, script: str, *, pause: float = 0) -> subprocess.CompletedProcess[str]:
        """Run a script as root of the instance, with nothing but the image's programs in its PATH."""
        file = self._folder / "user-data"
        file.write_text(script)
        file.chmod(0o755)
        # `ip netns exec` gives each command a mount namespace of its own, so the host keeps its /usr/local.
        inside = 'mount --bind "$1" /usr/local && exec env -i PATH="$2" NAT_PAUSE="$3" HOME=/root "$4"'
        arguments = [str(self._local), str(self._bin), str(pause), str(file)]
        return self.namespace.run("sh", "-c", inside, "sh", *arguments, check=False, timeout=60)

    def restart(self) -> subprocess.CompletedProcess[str]:
        """Boot again: rules and kernel parameters are gone, what is on the disk runs if it was enabled."""
        self.namespace.run(_found("iptables-restore"), "/dev/stdin", check=False)
        for table in ("filter", "nat", "mangle"):
            self.namespace.run(_found("iptables"), "-t", table, "-F")
        self.namespace.run(_found("iptables"), "-P", "FORWARD", "ACCEPT")
        self.namespace.sysctl("net.ipv4.ip_forward=0")
        if not (self._folder / "enabled").exists():
            return subprocess.CompletedProcess([], 1, "", "the unit is not enabled")
        return self.run("#!/bin/bash\nexec systemctl restart dife-nat.service\n")

    def refuse(self, *patterns: str) -> None:
        """From now on the AWS command line fails where its arguments contain one of these."""
        self._refused.write_text("".join(f"{pattern}\n" for pattern in patterns))

    def asked(self) -> list[str]:
        """What the AWS command line was asked since the last time."""
        file = self._folder / "asked"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines

    def rules(self) -> list[str]:
        """The rules that are in force, without their counters and times."""
        saved = self.namespace.run(_found("iptables-save")).stdout
        return [line.split(" [")[0] for line in saved.splitlines() if not line.startswith("#")]

    def _write(self, name: str, text: str) -> None:
        file = self._bin / name
        file.write_text(text.replace("@", str(self._folder)))
        file.chmod(0o755)


def _found(program: str) -> str:
    path = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if path is None:
        raise RuntimeError(f"{program} is not installed")
    return path
