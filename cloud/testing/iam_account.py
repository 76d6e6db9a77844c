"""An account in an imitation of IAM that enforces: roles with the policies of a template, and what they could touch."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import botocore.session
from botocore.exceptions import ClientError
from botocore.loaders import Loader
from moto import mock_aws
from moto.core.authorization import disable_iam_authentication, enable_iam_authentication

from dife.media.prefixes import ARCHIVE, MEDIA, QUARANTINE
from environments import REGION, Profile
from synthesis import Assembly, Resource

NUMBER = "123456789012"
PREFIXES = (QUARANTINE, MEDIA, ARCHIVE, "other")
SECRETS = ("dife-given", "somebody-elses")
ELSEWHERE = "somebody-elses-bucket"
# Descriptions of services are large; each session would read them again.
_LOADER = Loader(include_default_search_paths=True)
PSEUDO = {"AWS::AccountId": NUMBER, "AWS::Partition": "aws", "AWS::Region": REGION, "AWS::URLSuffix": "amazonaws.com"}


@dataclass(frozen=True)
class Caller:
    """Somebody who holds the credentials of a role."""

    name: str
    session: boto3.Session
    bucket: str

    def client(self, service: str) -> Any:
        return self.session.client(service, region_name=REGION)  # type: ignore[call-overload]  # names are data here


@contextmanager
def account(profile: Profile, *roles: Resource, more: dict[str, Any] | None = None) -> Iterator[list[Caller]]:
    """Make the roles, and what they might touch; hand out callers, and from then on enforce. `more` widens them."""
    with mock_aws(), disable_iam_authentication():
        owner = _session("owner", "owner")
        bucket = f"dife-{profile.name}-media-{NUMBER}"
        _fill(owner, bucket)
        callers = [Caller(one.logical_id, _assumed(owner, one, more), bucket) for one in roles]
        with enable_iam_authentication():
            yield callers


def _fill(owner: boto3.Session, bucket: str) -> None:
    s3: Any = owner.client("s3")
    for name in (bucket, ELSEWHERE):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        for prefix in PREFIXES:
            s3.put_object(Bucket=name, Key=f"{prefix}/there", Body=b"there")
    secrets = owner.client("secretsmanager")
    for name in SECRETS:
        secrets.create_secret(Name=name, SecretString="secret")


def _assumed(owner: boto3.Session, role: Resource, more: dict[str, Any] | None) -> boto3.Session:
    iam = owner.client("iam")
    trust = json.dumps(plain(role.properties["AssumeRolePolicyDocument"]))
    arn = iam.create_role(RoleName=role.logical_id, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    for number, document in enumerate(documents(role)):
        iam.put_role_policy(RoleName=role.logical_id, PolicyName=f"p{number}", PolicyDocument=json.dumps(document))
    if more is not None:
        wide = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **more}]}
        iam.put_role_policy(RoleName=role.logical_id, PolicyName="more", PolicyDocument=json.dumps(wide))
    found = owner.client("sts").assume_role(RoleArn=arn, RoleSessionName="task")["Credentials"]
    return _session(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


def _session(key_id: str, key: str, token: str | None = None) -> boto3.Session:
    core = botocore.session.get_session()
    core.register_component("data_loader", _LOADER)
    return boto3.Session(key_id, key, token, botocore_session=core, region_name=REGION)


def task_role(assembly: Assembly, name: str) -> Resource:
    """The role that a task works with."""
    (role,) = (one for one in assembly.of_type("IAM::Role") if one.logical_id.startswith(f"{name.title()}TaskTaskRole"))
    policies = [one for one in assembly.of_type("IAM::Policy") if {"Ref": role.logical_id} in one.properties["Roles"]]
    return Resource(role.stack, role.logical_id, role.type, {**role.properties, "attached": policies}, role.template)


def documents(role: Resource) -> list[dict[str, Any]]:
    """All policies of a role as IAM gets them."""
    inline = [one["PolicyDocument"] for one in role.properties.get("Policies", [])]
    return [plain(one) for one in [*inline, *(one.properties["PolicyDocument"] for one in role.properties["attached"])]]


def plain(value: Any) -> Any:
    """Put values in the place of references; what another stack exports gets a name of its own."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    match list(value.items()):
        case [("Ref", name)]:
            return PSEUDO[name]
        case [("Fn::Join", [between, parts])]:
            return between.join(plain(parts))
        case [("Fn::ImportValue", name)]:
            return f"arn:aws:kms:{REGION}:{NUMBER}:key/{name}"
    return {name: plain(one) for name, one in value.items()}


def is_allowed(call: Callable[[], Any]) -> bool:
    """Whether a call was let through; what it says about a thing that is not there does not matter."""
    try:
        call()
    except ClientError as error:
        found = error.response["Error"]
        # Services that speak JSON get the refusal as a text.
        return found["Code"] != "AccessDenied" and "is not authorized to perform" not in found["Message"]
    return True
