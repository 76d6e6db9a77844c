"""Buckets at the edge: the web client's files, and the logs of CloudFront."""

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from components.acceptance import accept


def web_bucket_name(profile_name: str) -> str:
    """The name, which the deploy role of another region has to know; the account makes it unique."""
    return f"dife-{profile_name}-web-{Aws.ACCOUNT_ID}"


def edge_logs_bucket(scope: Construct, construct_id: str, *, days: int) -> s3.Bucket:
    """A bucket that CloudFront delivers its logs to, by an access control list, as it must."""
    bucket = s3.Bucket(
        scope,
        construct_id,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.OBJECT_WRITER,
        enforce_ssl=True,
        lifecycle_rules=[
            s3.LifecycleRule(expiration=Duration.days(days), abort_incomplete_multipart_upload_after=Duration.days(1))
        ],
        removal_policy=RemovalPolicy.RETAIN,
    )
    accept(bucket, "it holds the logs of the others", nag="AwsSolutions-S1", checkov="CKV_AWS_18")
    accept(bucket, "logs are written once and expire", checkov="CKV_AWS_21")
    accept(bucket, "CloudFront's log delivery cannot use a key of ours", checkov="CKV_AWS_145")
    accept(bucket, "CloudFront's log delivery writes with an access control list", checkov="CKV2_AWS_65")
    return bucket


def web_bucket(scope: Construct, construct_id: str, *, name: str, logs: s3.IBucket) -> s3.Bucket:
    """The bucket of the web client's files; CloudFront alone reads it. A version that was replaced stays for a month."""
    bucket = s3.Bucket(
        scope,
        construct_id,
        bucket_name=name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        versioned=True,
        server_access_logs_bucket=logs,
        server_access_logs_prefix="web/",
        lifecycle_rules=[
            s3.LifecycleRule(
                noncurrent_version_expiration=Duration.days(30),
                abort_incomplete_multipart_upload_after=Duration.days(1),
            )
        ],
        removal_policy=RemovalPolicy.RETAIN,
    )
    accept(bucket, "everybody may read these files", checkov="CKV_AWS_145")
    return bucket
