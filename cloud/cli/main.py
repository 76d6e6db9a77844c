"""The command `dife-cloud`."""

import getpass
import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from cli import image as images
from cli.account import Account
from cli.cdk import Cdk
from cli.destroy import destroy as destroy_stacks
from cli.failures import CloudError
from cli.preflight import Preflight, name_servers_of
from cli.restore import RestoreDrill
from cli.rollout import DNS, Rollout
from cli.smoke import Smoke
from cli.tunnel import open_tunnel
from cli.web import WebPublisher
from components.names import DEPLOY_ENVIRONMENT, DRIFT_ENVIRONMENT, GIVEN_SECRETS
from environments import EDGE_REGION, PRODUCTION, PROFILES, ContextError, Deployment, deployment_of

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Run Dife on AWS.")
console = Console(highlight=False)
ProfileOption = Annotated[
    str, typer.Option("--profile", "-p", envvar="DIFE_CLOUD_PROFILE", help=f"Size: {', '.join(PROFILES)}.")
]


def say(text: str) -> None:
    """Say what is going on."""
    console.print(f"… {text}")


def _account(profile: str) -> Account:
    if profile not in PROFILES:
        raise CloudError(f"There is no profile {profile}: choose one of {', '.join(PROFILES)}.")
    return Account(PROFILES[profile])


def _deployment(account: Account) -> Deployment:
    """The deployment of deployment.json, with the zone that is deployed."""
    zone = account.outputs("dns").get("ZoneId")
    return deployment_of({"zone_id": zone} if zone else {})


@app.command()
def bootstrap(profile: ProfileOption = "student") -> None:
    """Prepare the account for the CDK, once."""
    account = _account(profile)
    console.print(Cdk(account.profile, _deployment(account)).bootstrap(account.prepare()).strip().splitlines()[-1])


@app.command()
def zone(profile: ProfileOption = "student") -> None:
    """Make the domain's zone and print its name servers."""
    account = _account(profile)
    Cdk(account.profile, _deployment(account)).deploy(DNS)
    for server in account.output("dns", "NameServers").split():
        console.print(server)


@app.command()
def secrets(profile: ProfileOption = "student") -> None:
    """Ask for the keys of other people's services and keep them in Secrets Manager."""
    account = _account(profile)
    arn = account.output("data", "GivenSecretArn")
    values = json.loads(account.secret(arn))
    for name, purpose in GIVEN_SECRETS.items():
        kept = " (Enter keeps what is there)" if values.get(name) else ""
        values[name] = getpass.getpass(f"{name}: {purpose}{kept}: ") or values.get(name, "")
    account.client("secretsmanager").put_secret_value(SecretId=arn, SecretString=json.dumps(values))
    console.print("✓ kept; running tasks see it after dife-cloud restart")


@app.command()
def restart(profile: ProfileOption = "student") -> None:
    """Replace the tasks of all services without downtime: new ones read the secrets anew."""
    _account(profile).restart(say)
    console.print("✓ every service runs new tasks")


@app.command()
def preflight(profile: ProfileOption = "student") -> None:
    """Check what has to be true before a deployment."""
    account = _account(profile)
    checks = Preflight(account, _deployment(account), name_servers_of=name_servers_of)
    findings = []
    for finding in checks.findings():
        findings.append(finding)
        console.print(f"✗ {finding.title}: {finding.problem}" if finding.problem else f"✓ {finding.title}")
    if any(finding.problem for finding in findings):
        raise typer.Exit(1)


@app.command()
def deploy(
    profile: ProfileOption = "student",
    image: Annotated[str | None, typer.Option(help="Digest of an image that is in the registry already.")] = None,
    web: Annotated[Path | None, typer.Option(help="The built web client; app/dist where nothing is said.")] = None,
) -> None:
    """Deploy everything: foundation, image, migration, services, web client, smoke test."""
    account = _account(profile)
    deployment = deployment_of({"web_root": str(web)} if web else {})
    given = images.checked(image) if image else None
    digest = _rollout(account, deployment, image=given).run()
    console.print(f"✓ {digest} runs at https://{deployment.domain}")


def _rollout(account: Account, deployment: Deployment, *, image: str | None) -> Rollout:
    def publisher() -> WebPublisher:
        return WebPublisher(
            account.client("s3", region=EDGE_REGION),
            account.client("cloudfront", region=EDGE_REGION),
            bucket=account.output("edge", "WebBucket"),
            distribution=account.output("edge", "DistributionId"),
        )

    def smoke(of: Deployment) -> list[str]:
        return Smoke(f"https://{of.domain}", version=of.version).problems()

    return Rollout(
        deployment=deployment,
        stacks_of=lambda of: Cdk(account.profile, of),
        operations=account,
        push_image=lambda repository: image or images.push(account, repository),
        publish=lambda root: publisher().publish(root),
        smoke=smoke,
        say=say,
    )


@app.command()
def roles(profile: ProfileOption = "student") -> None:
    """Print the commands that tell GitHub which roles its workflows have and which size they deploy."""
    account = _account(profile)
    repository = _deployment(account).repository
    for environment, name, output in (
        (DEPLOY_ENVIRONMENT, "DEPLOY_ROLE_ARN", "DeployRoleArn"),
        (DRIFT_ENVIRONMENT, "DRIFT_ROLE_ARN", "DriftRoleArn"),
    ):
        for variable, value in ((name, account.output("delivery", output)), ("DIFE_CLOUD_PROFILE", profile)):
            _print_command(f"gh variable set {variable} --repo {repository} --env {environment} --body {value}")


def _print_command(command: str) -> None:
    """As it is, for a shell: not broken into lines."""
    console.print(command, markup=False, soft_wrap=True)


@app.command()
def drift(profile: ProfileOption = "student") -> None:
    """Compare what there is with what was deployed; ends with 1 when something was changed by other means."""
    account = _account(profile)
    console.print(Cdk(account.profile, _deployment(account)).drift(), markup=False)


@app.command()
def destroy(
    profile: ProfileOption = "student",
    *,
    with_data: Annotated[bool, typer.Option("--with-data", help="The database and its network, too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the stacks down. Buckets, the zone and a last snapshot of the database stay."""
    account = _account(profile)
    wanted = f"dife-{profile}" + (" and its data" if with_data else "")
    if not yes and typer.prompt(f"Type {wanted!r} to take it down") != wanted:
        raise CloudError("Nothing was taken down.")
    destroy_stacks(account, Cdk(account.profile, _deployment(account)), with_data=with_data, say=say)


@app.command()
def restore_drill(profile: ProfileOption = "student") -> None:
    """Restore database and pictures beside the running ones, look into them, and delete them again."""
    seconds = RestoreDrill(_account(profile), say=say).run()
    console.print(f"✓ the database came back in {seconds / 60:.1f} minutes")


@app.command()
def tunnel(
    profile: ProfileOption = "student",
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Port on this machine.")] = 15432,
) -> None:
    """Hold a tunnel to the database open."""
    raise typer.Exit(open_tunnel(_account(profile), port=port, say=say))


@app.command()
def cost(
    *, picture: Annotated[bool, typer.Option("--picture", help="Draw docs/images/cloud-cost.png anew.")] = False
) -> None:
    """Print what a month costs in each size, from the templates and the dated price table."""
    # They bring the CDK, which takes seconds to import.
    from cli.costs import draw, estimates  # noqa: PLC0415
    from costs import MEMBERS, ORIGINAL_BILLED_USD, ORIGINAL_USD, table  # noqa: PLC0415

    if picture:
        draw()
    console.print(table(estimates()), markup=False)
    console.print(
        f"at {MEMBERS} members; the original: {ORIGINAL_USD} as drawn up, {ORIGINAL_BILLED_USD} as billed today"
    )


@app.command()
def diagram() -> None:
    """Draw docs/cloud-architecture.md anew."""
    from diagram import DOCUMENT, write  # noqa: PLC0415 - brings the CDK
    from synthesis import synthesise  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        write(synthesise(PRODUCTION, Path(folder)))
    console.print(f"✓ {DOCUMENT}")


def main() -> None:
    """Run the command line; what goes wrong is told in a sentence."""
    try:
        app()
    except (CloudError, ContextError) as error:
        sys.stderr.write(f"✗ {error}\n")
        sys.exit(1)
    except (BotoCoreError, ClientError) as error:
        sys.stderr.write(f"✗ AWS: {error}\n")
        sys.exit(1)
