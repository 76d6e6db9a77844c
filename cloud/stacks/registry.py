"""Where images are kept: by digest, never overwritten, scanned."""

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from constructs import Construct

from environments import REGION, Profile

KEPT_IMAGES = 20


class RegistryStack(Stack):
    """One repository: all roles are one image."""

    def __init__(self, scope: Construct, construct_id: str, *, profile: Profile, key: kms.IKey) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: container images")
        self.repository = ecr.Repository(
            self,
            "Images",
            repository_name=f"dife-{profile.name}",
            encryption=ecr.RepositoryEncryption.KMS,
            encryption_key=key,
            image_scan_on_push=True,
            image_tag_mutability=ecr.TagMutability.IMMUTABLE,
            lifecycle_rules=[
                ecr.LifecycleRule(description="as many as one might go back to", max_image_count=KEPT_IMAGES)
            ],
            removal_policy=RemovalPolicy.RETAIN if profile.keep_data else RemovalPolicy.DESTROY,
            empty_on_delete=None if profile.keep_data else True,
        )
        CfnOutput(self, "RepositoryUri", value=self.repository.repository_uri)
