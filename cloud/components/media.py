"""The bucket of pictures: private, encrypted, versioned, reached by presigned URLs only."""

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from components.acceptance import accept
from dife.media.cors import cors_rules


def media_bucket_name(profile_name: str) -> str:
    """The name, which the web client's policy in another region has to know; the account makes it unique."""
    return f"dife-{profile_name}-media-{Aws.ACCOUNT_ID}"


def media_objects(profile_name: str, pattern: str) -> str:
    """ARN of the objects whose keys match `pattern`."""
    return f"arn:aws:s3:::{media_bucket_name(profile_name)}/{pattern}"


def logs_bucket(scope: Construct, construct_id: str, *, days: int) -> s3.Bucket:
    """A bucket for logs that AWS delivers; it takes no key of ours."""
    bucket = s3.Bucket(
        scope,
        construct_id,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        versioned=False,
        lifecycle_rules=[
            s3.LifecycleRule(expiration=Duration.days(days), abort_incomplete_multipart_upload_after=Duration.days(1))
        ],
        removal_policy=RemovalPolicy.RETAIN,
    )
    accept(bucket, "it holds the logs of the others", nag="AwsSolutions-S1", checkov="CKV_AWS_18")
    accept(bucket, "logs are written once and expire", checkov="CKV_AWS_21")
    accept(bucket, "the load balancer's log delivery cannot use a key of ours", checkov="CKV_AWS_145")
    return bucket


class MediaBucket(Construct):
    """The bucket and its rules."""

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, key: kms.IKey, logs: s3.IBucket, origin: str
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=name,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            # One data key for many objects: a hundredth of the requests to KMS.
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            versioned=True,
            server_access_logs_bucket=logs,
            server_access_logs_prefix="media/",
            cors=[_cors_rule(origin)],
            lifecycle_rules=[
                # What was uploaded and never confirmed; confirmed uploads are processed and deleted in seconds.
                s3.LifecycleRule(id="Quarantine", prefix="quarantine/", expiration=Duration.days(1)),
                # Deleted pictures come back from older versions for a month, and then they are gone.
                s3.LifecycleRule(
                    id="OldVersions",
                    noncurrent_version_expiration=Duration.days(30),
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                    expired_object_delete_marker=True,
                ),
            ],
            removal_policy=RemovalPolicy.RETAIN,
        )


def _cors_rule(origin: str) -> s3.CorsRule:
    (rule,) = cors_rules([origin])
    return s3.CorsRule(
        allowed_origins=list(rule["AllowedOrigins"]),
        allowed_methods=[s3.HttpMethods(method) for method in rule["AllowedMethods"]],
        allowed_headers=list(rule["AllowedHeaders"]),
        exposed_headers=list(rule["ExposeHeaders"]),
        max_age=rule["MaxAgeSeconds"],
    )
