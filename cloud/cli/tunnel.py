"""A tunnel from this machine to the database, through the bastion and without an open port."""

import json
import shutil
import subprocess
from collections.abc import Callable

from cli.account import Account
from cli.failures import CloudError
from components.names import BASTION_TAG
from environments import REGION

PLUGIN = "session-manager-plugin"


def open_tunnel(account: Account, *, port: int, say: Callable[[str], None]) -> int:
    """Hold a tunnel open until it is interrupted; returns the exit code of AWS's plugin.

    Raises:
        CloudError: the plugin is not here, or no bastion runs.
    """
    if shutil.which(PLUGIN) is None:
        raise CloudError(f"Install {PLUGIN} (AWS Session Manager plugin) and start again.")
    target, document = bastion_of(account), account.output("access", "TunnelDocument")
    request = {"Target": target, "DocumentName": document, "Parameters": {"localPortNumber": [str(port)]}}
    ssm = account.client("ssm")
    session = ssm.start_session(**request)
    session.pop("ResponseMetadata", None)
    say(f"psql -h 127.0.0.1 -p {port} -U dife_gateway dife   # Ctrl-C closes the tunnel")
    arguments = [json.dumps(session), REGION, "StartSession", "", json.dumps(request), ssm.meta.endpoint_url]
    return subprocess.run([PLUGIN, *arguments], check=False).returncode


def bastion_of(account: Account) -> str:
    """The id of the bastion that runs.

    Raises:
        CloudError: none does.
    """
    found = account.client("ec2").describe_instances(
        Filters=[
            {"Name": f"tag:{BASTION_TAG}", "Values": [f"dife-{account.profile.name}"]},
            {"Name": "instance-state-name", "Values": ["running"]},
        ]
    )
    for reservation in found["Reservations"]:
        for instance in reservation["Instances"]:
            instance_id: str = instance["InstanceId"]
            return instance_id
    raise CloudError("No bastion runs: its group starts another one within a minute or two.")
