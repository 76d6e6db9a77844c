"""The architecture diagram, drawn from a synthesis: stacks, what is in them, and who takes what from whom."""

import json
import re
from pathlib import Path

from environments import CLOUD
from synthesis import Assembly

DOCUMENT = CLOUD.parent / "docs" / "cloud-architecture.md"
SHOWN = {
    "ApplicationAutoScaling::ScalableTarget": "scaling target",
    "AutoScaling::AutoScalingGroup": "Auto Scaling group",
    "Budgets::Budget": "budget",
    "CertificateManager::Certificate": "certificate",
    "CloudFront::Distribution": "CloudFront",
    "CloudWatch::Alarm": "alarm",
    "CloudWatch::Dashboard": "dashboard",
    "EC2::FlowLog": "flow log",
    "EC2::SecurityGroup": "security group",
    "EC2::Subnet": "subnet",
    "EC2::VPC": "VPC",
    "EC2::VPCEndpoint": "VPC endpoint",
    "ECR::Repository": "image registry",
    "ECS::CapacityProvider": "capacity provider",
    "ECS::Cluster": "ECS cluster",
    "ECS::Service": "ECS service",
    "ECS::TaskDefinition": "task definition",
    "ElastiCache::ReplicationGroup": "Valkey",
    "ElasticLoadBalancingV2::LoadBalancer": "load balancer",
    "ElasticLoadBalancingV2::TargetGroup": "target group",
    "IAM::OIDCProvider": "provider for GitHub",
    "KMS::Key": "key",
    "Logs::QueryDefinition": "saved query",
    "RDS::DBInstance": "PostgreSQL",
    "Route53::HostedZone": "zone",
    "Route53::RecordSet": "record",
    "S3::Bucket": "bucket",
    "SecretsManager::Secret": "secret",
    "SNS::Topic": "topic",
    "SSM::Document": "session document",
    "WAFv2::WebACL": "web ACL",
}
_IMPORT = re.compile(r'"Fn::ImportValue": "dife-[a-z]+-([a-z]+):')


def mermaid(assembly: Assembly) -> str:
    """The diagram in Mermaid."""
    lines = ["flowchart BT"]
    for stack in assembly.templates:
        parts = [f"{count} × {name}" if count > 1 else name for name, count in _parts(assembly, stack)]
        lines.append(f'  {_short(stack)}["<b>{_short(stack)}</b><br/>{"<br/>".join(parts)}"]')
    for stack, template in assembly.templates.items():
        sources = sorted(set(_IMPORT.findall(json.dumps(template))))
        lines += [f"  {_short(stack)} --> {source}" for source in sources]
    (origin,) = (
        one["DomainName"]
        for one in assembly.one("CloudFront::Distribution").properties["DistributionConfig"]["Origins"]
        if "CustomOriginConfig" in one
    )
    lines.append(f'  edge -. "{origin}" .-> ingress')
    return "\n".join(lines)


def document(assembly: Assembly) -> str:
    """The whole page."""
    return (
        "# The cloud, as it is synthesised\n\n"
        "Made by `make diagram` from the templates of the profile production; do not edit. An arrow leads to the stack\n"
        "that something is taken from, the dotted one is the only way across regions: a name.\n\n"
        f"```mermaid\n{mermaid(assembly)}\n```\n"
    )


def write(assembly: Assembly, file: Path = DOCUMENT) -> None:
    """Write the page."""
    file.write_text(document(assembly), encoding="utf-8")


def _parts(assembly: Assembly, stack: str) -> list[tuple[str, int]]:
    counts = {
        name: sum(one.type == f"AWS::{type_}" for one in assembly.resources if one.stack == stack)
        for type_, name in SHOWN.items()
    }
    return [(name, count) for name, count in counts.items() if count]


def _short(stack: str) -> str:
    return stack.rpartition("-")[2]
