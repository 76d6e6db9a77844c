"""The settings of the roles as far as they are known before anything is deployed."""

from dife.settings import Settings
from environments import REGION, Profile

ACCOUNT = "ACCOUNT"
"""Stands for the account's number, which only AWS puts in."""


def settings_of(profile: Profile, *, domain: str) -> Settings:
    """Settings of a role; what differs in secrets or matters to no template is made up."""
    return Settings.model_validate(
        {
            "public_url": f"https://{domain}",
            "gateway_public_url": f"wss://{domain}/ws",
            "s3_bucket": f"dife-{profile.name}-media-{ACCOUNT}",
            "s3_region": REGION,
            "database_pool_size": profile.api_pool_size,
            "gateway_pool_size": profile.gateway_pool_size,
            "worker_concurrency": profile.worker_concurrency,
            "database_url": "postgresql://none",
            "valkey_url": "redis://none",
            "secret_key": "0" * 32,
            "smtp_url": "smtp://none",
        }
    )
