"""Answers of AWS and GitHub with which every check before a deployment is well, by the titles of the checks."""

import json
from collections.abc import Callable

from components.names import POSTGRES_VERSION
from environments import CLOUDFRONT_PREFIX_LIST, EDGE_REGION, ZONES
from testing.aws import Aws
from testing.http import Answer

REPOSITORY = "/repos/dife-community/dife"
ENVIRONMENT = f"{REPOSITORY}/environments/prod"
SERVERS = ["ns-1.example", "ns-2.example"]
KEYS = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:given"
OFFERED = [{"InstanceType": kind, "Location": zone} for kind in ("t4g.small", "t4g.nano") for zone in ZONES]
Answers = Callable[[Aws], None]


def caller(aws: Aws) -> None:
    aws.says("sts", "get_caller_identity", {"Account": "123456789012"})


def bootstrapped(aws: Aws) -> None:
    for region in ("ap-northeast-2", EDGE_REGION):
        aws.says("ssm", "get_parameter", {"Parameter": {"Value": "21"}}, region=region)


def types_offered(aws: Aws) -> None:
    aws.says("ec2", "describe_instance_type_offerings", {"InstanceTypeOfferings": OFFERED})


def processors(aws: Aws) -> None:
    wanted = {"ServiceCode": "ec2", "QuotaCode": "L-1216C47A"}
    aws.says("service-quotas", "get_service_quota", {"Quota": {"Value": 10.0}}, to=wanted)


def postgres_offered(aws: Aws) -> None:
    options = [{"Engine": "postgres"}]
    wanted = {"Engine": "postgres", "EngineVersion": POSTGRES_VERSION, "DBInstanceClass": "db.t4g.micro"}
    aws.says("rds", "describe_orderable_db_instance_options", {"OrderableDBInstanceOptions": options}, to=wanted)


def valkey_offered(aws: Aws) -> None:
    versions = [{"EngineVersion": "7.2"}, {"EngineVersion": "8.1"}]
    aws.says("elasticache", "describe_cache_engine_versions", {"CacheEngineVersions": versions})


def prefix_list(aws: Aws) -> None:
    aws.says("ec2", "describe_managed_prefix_lists", {"PrefixLists": [{"PrefixListId": CLOUDFRONT_PREFIX_LIST}]})


def no_provider(aws: Aws) -> None:
    aws.says("iam", "list_open_id_connect_providers", {"OpenIDConnectProviderList": []})
    aws.lacks("delivery")


def delegated(aws: Aws) -> None:
    aws.has("dns", NameServers=" ".join(reversed(SERVERS)))


def keys(aws: Aws) -> None:
    aws.has("data", GivenSecretArn=KEYS)
    aws.says("secretsmanager", "get_secret_value", {"SecretString": '{"smtp_url": "smtp://mail.example:587"}'})


WELL: dict[str, Answers] = {
    "credentials": caller,
    "CDK bootstrap in both regions": bootstrapped,
    "instance types in both zones": types_offered,
    "quota of virtual processors": processors,
    "PostgreSQL version": postgres_offered,
    "Valkey version": valkey_offered,
    "CloudFront's prefix list": prefix_list,
    "provider for GitHub": no_provider,
    "name servers of the domain": delegated,
    "keys of other services": keys,
}


def repository(created: str) -> dict[str, Answer]:
    """What GitHub tells of the repository."""
    told = {"id": 20, "owner": {"id": 10}, "created_at": f"{created}T09:00:00Z"}
    return {REPOSITORY: Answer(body=json.dumps(told).encode())}


def policy(*branches: str, custom: bool = True) -> dict[str, Answer]:
    environment = {"deployment_branch_policy": {"custom_branch_policies": custom} if branches else None}
    listed = {"branch_policies": [{"name": name} for name in branches]}
    return {
        ENVIRONMENT: Answer(body=json.dumps(environment).encode()),
        f"{ENVIRONMENT}/deployment-branch-policies": Answer(body=json.dumps(listed).encode()),
    }
