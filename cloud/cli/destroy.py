"""Taking everything down, from the top to the bottom; what holds data goes last and only when that is said twice."""

from collections.abc import Callable

from cli.account import Account
from cli.cdk import Cdk

BEFORE_DATA = (
    "edge",
    "observability",
    "delivery",
    "access",
    "services",
    "migration",
    "ingress",
    "cluster",
)
DATA = ("data", "registry", "network", "foundation")
DNS = ("dns",)


def destroy(account: Account, cdk: Cdk, *, with_data: bool, say: Callable[[str], None]) -> None:
    """Delete the stacks; the domain's zone, buckets, and a last snapshot of the database stay."""
    say("what serves people")
    cdk.destroy(BEFORE_DATA)
    if not with_data:
        say("the data stay, and the network that they are in")
        return
    say("the data")
    unprotect(account, cdk)
    cdk.destroy(DATA)
    cdk.destroy(DNS)


def unprotect(account: Account, cdk: Cdk) -> None:
    """Lift the protection of the database and of the stack that holds it."""
    account.client("rds").modify_db_instance(
        DBInstanceIdentifier=f"dife-{account.profile.name}", DeletionProtection=False, ApplyImmediately=True
    )
    account.client("cloudformation").update_termination_protection(
        StackName=cdk.stack("data"), EnableTerminationProtection=False
    )
