"""Taking everything down, from the top to the bottom; what holds data goes last and only when that is said twice."""

from collections.abc import Callable

from cli.account import Account
from cli.cdk import Cdk

SERVING = ("edge", "observability", "delivery", "access", "services", "migration", "ingress")
HOSTS = ("cluster",)
BEFORE_DATA = (*SERVING, *HOSTS)
DATA = ("data", "registry", "network", "foundation")
DNS = ("dns",)


def destroy(account: Account, cdk: Cdk, *, with_data: bool, say: Callable[[str], None]) -> None:
    """Delete the stacks; the domain's zone, buckets, and a last snapshot of the database stay."""
    say("what serves people")
    cdk.destroy(SERVING)
    release_hosts(account)
    cdk.destroy(HOSTS)
    if not with_data:
        say("the data stay, and the network that they are in")
        return
    say("the data")
    unprotect(account, cdk)
    cdk.destroy(DATA)
    cdk.destroy(DNS)


def release_hosts(account: Account) -> None:
    """Lift the protection that ECS gives to hosts: CloudFormation waits for them to go, and they never would."""
    provider = account.outputs("cluster").get("CapacityProvider")
    if provider is None:
        return
    (found,) = account.client("ecs").describe_capacity_providers(capacityProviders=[provider])["capacityProviders"]
    name = found["autoScalingGroupProvider"]["autoScalingGroupArn"].rpartition("/")[2]
    scaling = account.client("autoscaling")
    scaling.update_auto_scaling_group(AutoScalingGroupName=name, NewInstancesProtectedFromScaleIn=False)
    for group in scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]:
        if hosts := [one["InstanceId"] for one in group["Instances"]]:
            scaling.set_instance_protection(AutoScalingGroupName=name, InstanceIds=hosts, ProtectedFromScaleIn=False)


def unprotect(account: Account, cdk: Cdk) -> None:
    """Lift the protection of the database and of the stack that holds it."""
    account.client("rds").modify_db_instance(
        DBInstanceIdentifier=f"dife-{account.profile.name}", DeletionProtection=False, ApplyImmediately=True
    )
    account.client("cloudformation").update_termination_protection(
        StackName=cdk.stack("data"), EnableTerminationProtection=False
    )
