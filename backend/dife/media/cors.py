"""Who may use the bucket from a browser: the same rules for the local store and in the cloud."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_s3.type_defs import CORSRuleTypeDef


def cors_rules(origins: Sequence[str]) -> "list[CORSRuleTypeDef]":
    """Let these web origins read and upload, and no others."""
    return [
        {
            "AllowedOrigins": list(origins),
            "AllowedMethods": ["GET", "HEAD", "PUT"],
            "AllowedHeaders": ["content-type", "content-length"],
            "ExposeHeaders": ["ETag"],
            "MaxAgeSeconds": 3600,
        }
    ]
