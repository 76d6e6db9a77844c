"""Findings of the scanners that are accepted, each beside the construct that it is about and with its reason."""

from aws_cdk import Acknowledgment, CfnResource, Validations
from constructs import IConstruct


def accept(
    construct: IConstruct,
    reason: str,
    *,
    nag: str | None = None,
    checkov: str | None = None,
    cfn_lint: str | None = None,
) -> None:
    """Accept findings of the scanners about a construct, for the same reason."""
    if nag is not None:
        Validations.of(construct).acknowledge(Acknowledgment(id=nag, reason=reason))
    if checkov is not None:
        resource = _resource_of(construct)
        metadata = resource.get_metadata("checkov") or {"skip": []}
        resource.add_metadata("checkov", {"skip": [*metadata["skip"], {"id": checkov, "comment": reason}]})
    if cfn_lint is not None:
        _resource_of(construct).add_metadata("cfn-lint", {"config": {"ignore_checks": [cfn_lint]}, "comment": reason})


def _resource_of(construct: IConstruct) -> CfnResource:
    resource = construct if isinstance(construct, CfnResource) else construct.node.default_child
    if not isinstance(resource, CfnResource):
        raise TypeError(f"{construct.node.path}: name the resource itself")
    return resource
