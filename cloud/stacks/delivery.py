"""Who may deploy from GitHub: workflows of one repository in one environment, and nobody else; without a stored key."""

from collections.abc import Sequence

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from components.acceptance import accept
from components.names import BOOTSTRAP_QUALIFIER, DEPLOY_ENVIRONMENT, DRIFT_ENVIRONMENT, GITHUB_ISSUER
from components.operations import allow_operations
from components.permissions import accept_star, star
from components.service import Task
from environments import EDGE_REGION, REGION, Deployment, Profile

AUDIENCE = "sts.amazonaws.com"
READ_CONFIGURATION = "SecurityAudit"
BOOTSTRAP_ROLES = ("deploy-role", "file-publishing-role", "lookup-role")


class DeliveryStack(Stack):
    """The provider and two roles."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        deployment: Deployment,
        repository: ecr.IRepository,
        profile: Profile,
        migration: Task,
        secrets: Sequence[secretsmanager.ISecret],
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: roles of the workflows")
        self._deployment = deployment
        self._provider = deployment.oidc_provider or self._new_provider()
        self.deploy = self._role("Deploy", DEPLOY_ENVIRONMENT, Duration.hours(2))
        self.deploy.add_to_policy(self._bootstrap_roles(*BOOTSTRAP_ROLES))
        self.deploy.add_to_policy(star("ecr:GetAuthorizationToken"))
        self.deploy.add_to_policy(self._push(repository))
        allow_operations(
            self.deploy,
            profile_name=profile.name,
            migration=migration,
            secrets=secrets,
            key=key,
        )
        self.drift = self._role("Drift", DRIFT_ENVIRONMENT, Duration.hours(1))
        self._allow_drift(profile.name)
        for role in (self.deploy, self.drift):
            accept_star(role)
        CfnOutput(self, "DeployRoleArn", value=self.deploy.role_arn)
        CfnOutput(self, "DriftRoleArn", value=self.drift.role_arn)

    def _new_provider(self) -> str:
        # IAM checks GitHub's certificate against its own list and ignores thumbprints.
        provider = iam.OidcProviderNative(
            self, "GitHub", url=f"https://{GITHUB_ISSUER}", client_ids=[AUDIENCE], thumbprints=["f" * 40]
        )
        return provider.oidc_provider_arn

    def _role(self, construct_id: str, environment: str, longest: Duration) -> iam.Role:
        subject = f"{self._deployment.subject}:environment:{environment}"
        return iam.Role(
            self,
            construct_id,
            description=f"GitHub workflows of {subject}",
            max_session_duration=longest,
            assumed_by=iam.FederatedPrincipal(
                self._provider,
                {"StringEquals": {f"{GITHUB_ISSUER}:aud": AUDIENCE, f"{GITHUB_ISSUER}:sub": subject}},
                "sts:AssumeRoleWithWebIdentity",
            ),
        )

    def _bootstrap_roles(self, *names: str) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            actions=["sts:AssumeRole"],
            resources=[
                f"arn:aws:iam::{self.account}:role/cdk-{BOOTSTRAP_QUALIFIER}-{name}-{self.account}-{region}"
                for name in names
                for region in (REGION, EDGE_REGION)
            ],
        )

    def _push(self, repository: ecr.IRepository) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            actions=[
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:DescribeImages",
                "ecr:GetDownloadUrlForLayer",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ],
            resources=[repository.repository_arn],
        )

    def _allow_drift(self, profile_name: str) -> None:
        """CloudFormation reads what it compares with the caller's rights: configuration, no data."""
        self.drift.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(READ_CONFIGURATION))
        stacks = f"stack/dife-{profile_name}-*/*"
        self.drift.add_to_policy(
            iam.PolicyStatement(
                actions=[
                    "cloudformation:DescribeStackResourceDrifts",
                    "cloudformation:DetectStackDrift",
                    "cloudformation:DetectStackResourceDrift",
                ],
                resources=[
                    f"arn:aws:cloudformation:{region}:{self.account}:{stacks}" for region in (REGION, EDGE_REGION)
                ],
            )
        )
        self.drift.add_to_policy(star("cloudformation:DescribeStackDriftDetectionStatus"))
        accept(
            self.drift,
            "there are a hundred kinds of resources to read; the policy shows configuration and no data",
            nag=f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{READ_CONFIGURATION}]",
        )
        for region in (REGION, EDGE_REGION):
            finding = f"AwsSolutions-IAM5[Resource::arn:aws:cloudformation:{region}:<AWS::AccountId>:{stacks}]"
            accept(self.drift, "the stacks of this profile", nag=finding)
