"""Each task's role, with the policies of the template, assumed in an imitation of IAM that enforces, and tried.

The imitation looks at no condition (`test_permissions.py` reads those in the template), allows nobody to delete several
objects in one request, and knows the resources of S3 alone: elsewhere it refuses whatever is allowed for one resource
only, so nothing that a role needs is asked of it there. A signed address opens what its signer may open, so the
signer is asked directly.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from components.role_settings import settings_of
from dife.kit.clock import SystemClock
from dife.media import prefixes
from dife.media.prefixes import ARCHIVE, MEDIA, QUARANTINE
from dife.media.store import S3Store
from environments import STUDENT, Profile
from synthesis import Assembly
from testing.iam_account import ELSEWHERE, NUMBER, PREFIXES, SECRETS, Caller, account, documents, is_allowed, task_role

READ, WRITE, DELETE = "read", "write", "delete"
RIGHTS: Mapping[str, Mapping[str, set[str]]] = {
    "api": {QUARANTINE: {READ, WRITE}, MEDIA: {READ}, ARCHIVE: {READ}},
    "gateway": {MEDIA: {READ}, ARCHIVE: {READ}},
    "worker": {QUARANTINE: {READ, DELETE}, MEDIA: {READ, WRITE, DELETE}, ARCHIVE: {READ, WRITE, DELETE}},
    "migrate": {},
}
LISTING = "WorkerTask"
"""Looks for uploads that nobody confirmed."""


@pytest.fixture(params=list(RIGHTS))
def name(request: pytest.FixtureRequest) -> str:
    """Each role in turn."""
    value: str = request.param
    return value


@pytest.fixture
def caller(assembly: Assembly, profile: Profile, name: str) -> Iterator[Caller]:
    """Whoever holds the credentials of the role."""
    with account(profile, task_role(assembly, name)) as (one,):
        yield one


def on_objects(s3: Any, bucket: str, key: str) -> dict[str, Callable[[], Any]]:
    return {
        READ: lambda: s3.get_object(Bucket=bucket, Key=key),
        WRITE: lambda: s3.put_object(Bucket=bucket, Key=key, Body=b"new"),
        DELETE: lambda: s3.delete_object(Bucket=bucket, Key=key),
    }


def objects_allowed(caller: Caller, bucket: str) -> dict[str, set[str]]:
    """What the caller may do to objects below each prefix, as far as anything."""
    s3 = caller.client("s3")
    found = {
        prefix: {do for do, call in on_objects(s3, bucket, f"{prefix}/there").items() if is_allowed(call)}
        for prefix in PREFIXES
    }
    return {prefix: allowed for prefix, allowed in found.items() if allowed}


def forbidden(caller: Caller) -> dict[str, Callable[[], Any]]:
    """What no task ever needs."""
    s3, secrets, ec2, iam = (caller.client(name) for name in ("s3", "secretsmanager", "ec2", "iam"))
    sts, ssm, kms, ecs, logs = (caller.client(name) for name in ("sts", "ssm", "kms", "ecs", "logs"))
    bucket, role = caller.bucket, f"arn:aws:iam::{NUMBER}:role/{caller.name}"
    nothing = '{"Version": "2012-10-17", "Statement": []}'
    calls = {
        "delete the bucket": lambda: s3.delete_bucket(Bucket=bucket),
        "open the bucket": lambda: s3.put_bucket_policy(Bucket=bucket, Policy=nothing),
        "end its versions": lambda: s3.put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}
        ),
        "list all buckets": s3.list_buckets,
        "start instances": lambda: ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1),
        "see instances": ec2.describe_instances,
        "see users": iam.list_users,
        "make a key": lambda: iam.create_access_key(UserName="somebody"),
        "widen itself": lambda: iam.put_role_policy(RoleName=caller.name, PolicyName="p", PolicyDocument=nothing),
        "become somebody": lambda: sts.assume_role(RoleArn=role, RoleSessionName="again"),
        "read a parameter": lambda: ssm.get_parameter(Name="/dife/student/good-image"),
        "open the key": lambda: kms.decrypt(CiphertextBlob=b"x"),
        "run a task": lambda: ecs.run_task(taskDefinition="dife-student-migrate"),
        "read logs": logs.describe_log_groups,
        **{f"read the secret {one}": _reading(secrets, one) for one in SECRETS},
    }
    if not caller.name.startswith(LISTING):
        calls["list the bucket"] = lambda: s3.list_objects_v2(Bucket=bucket)
    return calls


def _reading(secrets: Any, name: str) -> Callable[[], Any]:
    return lambda: secrets.get_secret_value(SecretId=name)


def let_through(caller: Caller) -> list[str]:
    return [title for title, call in forbidden(caller).items() if is_allowed(call)]


def test_a_role_may_do_to_objects_what_its_task_does_and_no_more(caller: Caller, name: str) -> None:
    assert objects_allowed(caller, caller.bucket) == RIGHTS[name]


def test_a_role_reaches_no_other_bucket(caller: Caller) -> None:
    assert objects_allowed(caller, ELSEWHERE) == {}


def test_a_role_is_refused_what_no_task_needs(caller: Caller) -> None:
    assert let_through(caller) == []


def test_every_prefix_of_the_bucket_is_used_by_a_role() -> None:
    known = {value for name, value in vars(prefixes).items() if name.isupper()}

    assert known == {prefix for rights in RIGHTS.values() for prefix in rights}


@pytest.mark.parametrize("name", ["api", "gateway", "worker"])
async def test_the_store_of_a_role_does_its_work(
    caller: Caller, name: str, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dife's own code with the role's credentials, as a container gives them to it."""
    store = store_of(caller, profile, monkeypatch)

    assert await store.read(f"{MEDIA}/there", limit=10) == b"there"
    assert await store.read_range(f"{ARCHIVE}/there", offset=1, size=3) == b"her"
    if name == "api":
        assert await store.size(f"{QUARANTINE}/there") == 5
    if name == "worker":
        await store.write(f"{ARCHIVE}/new", b"new", content_type="application/zstd")
        await store.write(f"{MEDIA}/new", b"new", content_type="image/webp")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        assert await store.list_old(f"{QUARANTINE}/", before=tomorrow, limit=10) == [f"{QUARANTINE}/there"]


async def test_where_s3_says_403_for_a_missing_upload_there_is_none(
    assemblies: dict[str, Assembly], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does to whoever may not list the bucket, as the API. The imitation says 404, so one asks who gets a 403."""
    with account(STUDENT, task_role(assemblies["student"], "gateway")) as (caller,):
        store = store_of(caller, STUDENT, monkeypatch)

        assert await store.size(f"{QUARANTINE}/nothing") is None


def test_roles_are_assumed_by_tasks_of_ecs_alone(assembly: Assembly, name: str) -> None:
    trust = task_role(assembly, name).properties["AssumeRolePolicyDocument"]["Statement"]

    assert trust == [
        {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
    ]
    assert "ManagedPolicyArns" not in task_role(assembly, name).properties


def test_the_worker_lists_nothing_but_uploads(assembly: Assembly, profile: Profile) -> None:
    listing = [
        statement
        for name in RIGHTS
        for document in documents(task_role(assembly, name))
        for statement in document["Statement"]
        if "s3:ListBucket" in statement["Action"]
    ]

    assert listing == [
        {
            "Action": "s3:ListBucket",
            "Effect": "Allow",
            "Resource": f"arn:aws:s3:::dife-{profile.name}-media-{NUMBER}",
            "Condition": {"StringEquals": {"s3:prefix": f"{QUARANTINE}/"}},
        }
    ]


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ({"Action": "s3:*", "Resource": "*"}, "delete the bucket"),
        ({"Action": ["secretsmanager:GetSecretValue"], "Resource": "*"}, "read the secret somebody-elses"),
        ({"Action": "iam:PutRolePolicy", "Resource": "*"}, "widen itself"),
        ({"Action": "ec2:*", "Resource": "*"}, "start instances"),
    ],
)
def test_a_role_that_is_too_wide_would_be_seen(
    assemblies: dict[str, Assembly], more: dict[str, Any], seen: str
) -> None:
    """What these tests call a refusal is one: with a statement more the same call goes through."""
    with account(STUDENT, task_role(assemblies["student"], "api"), more=more) as (caller,):
        assert seen in let_through(caller)


def store_of(caller: Caller, profile: Profile, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    credentials = caller.session.get_credentials()
    assert credentials is not None
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", credentials.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", credentials.secret_key)
    monkeypatch.setenv("AWS_SESSION_TOKEN", str(credentials.token))
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    settings = settings_of(profile, domain="dife.example")
    return S3Store(settings.model_copy(update={"s3_bucket": caller.bucket}), SystemClock())
