"""Starts MiniStack on loopback, with a record in the place of each kind of resource that it does not know.

Run by the Python of MiniStack's own environment. A recorded resource has an id and nothing behind it: creation order,
references and deletion are real, what AWS would do with it is not. `RECORDED` is all there is of these; a test holds
it against the templates, so that no kind is taken for proved.
"""

import os

from ministack.app import main
from ministack.services import ssm
from ministack.services.cloudformation import provisioners

RECORDED = (
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::Budgets::Budget",
    "AWS::EC2::FlowLog",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::ECS::CapacityProvider",
    "AWS::ECS::ClusterCapacityProviderAssociations",
    "AWS::IAM::OIDCProvider",
    "AWS::Logs::QueryDefinition",
    "AWS::SSM::Document",
    "AWS::WAFv2::LoggingConfiguration",
)

IMAGES = {
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64": "ami-0000000000000a123",
    "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id": "ami-0000000000000ec5a",
}
"""Public parameters of AWS that the templates read."""


def _create(logical_id: str, _properties: object, stack_name: str) -> tuple[str, dict[str, str]]:
    name = f"{stack_name}-{logical_id}"
    return name, {"Arn": f"arn:aws:recorded:::{name}", "Id": name}


def _update(physical_id: str, _before: object, _after: object, _stack_name: str) -> tuple[str, dict[str, str]]:
    return physical_id, {"Arn": f"arn:aws:recorded:::{physical_id}", "Id": physical_id}


def _delete(_physical_id: str, _properties: object) -> None:
    """There is nothing to delete."""


def record_unknown_types() -> None:
    """Let the templates pass that use what MiniStack has not learned yet."""
    for type_ in RECORDED:
        provisioners._RESOURCE_HANDLERS.setdefault(  # noqa: SLF001 - it has no other place for this
            type_, {"create": _create, "update": _update, "delete": _delete}
        )


def keep_master_passwords() -> None:
    """Give database instances the attribute that names the secret which RDS would make."""
    database = provisioners._RESOURCE_HANDLERS["AWS::RDS::DBInstance"]  # noqa: SLF001 - as above
    create = database["create"]

    def create_with_secret(
        logical_id: str, properties: dict[str, object], stack_name: str
    ) -> tuple[str, dict[str, str]]:
        physical_id, attributes = create(logical_id, properties, stack_name)
        arn = f"arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:rds!{physical_id}-aAbBcC"
        return physical_id, {**attributes, "MasterUserSecret.SecretArn": arn}

    database["create"] = create_with_secret


if __name__ == "__main__":
    os.environ["BIND_HOST"] = "127.0.0.1"
    record_unknown_types()
    keep_master_passwords()
    ssm._PUBLIC_AMI_PARAMETERS.update(IMAGES)  # noqa: SLF001 - as above
    main()
