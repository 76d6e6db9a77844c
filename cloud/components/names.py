"""Names and versions that both the stacks and the command line know; importing them takes no CDK."""

DATABASE_NAME = "dife"
DATABASE_ADMIN = "dife_admin"
"""Owns the schema and is used by migrations alone: pgvector is untrusted, so only RDS's master may create it."""
RDS_AUTHORITIES = "/opt/dife/rds.pem"
"""Where the image has cloud/certificates/rds.pem."""
POSTGRES_VERSION = "18.3"
"""pgvector comes with it."""
VALKEY_VERSION = "8.1"

GIVEN_SECRETS = {
    "smtp_url": "smtp://user:password@host:587 or smtps://… of the mail service",
    "deepl_api_key": "key of DeepL; empty: only what was translated before is shown",
    "expo_access_token": "token of the Expo project; empty: push without it",
}
"""What `dife-cloud secrets` asks for."""
REQUIRED_SECRETS = ("smtp_url",)
"""No service starts without them."""

PROCESSOR_QUOTA = "L-1216C47A"
"""Running On-Demand Standard instances, in virtual processors."""
BASTION_TAG = "dife-bastion"
BOOTSTRAP_QUALIFIER = "hnb659fds"
GITHUB_ISSUER = "token.actions.githubusercontent.com"
DEPLOY_ENVIRONMENT, DRIFT_ENVIRONMENT = "prod", "drift"


def database_url(role: str, host: str) -> str:
    """How a task reaches the database: only the one whose certificate RDS's authorities have signed for this name."""
    return f"postgresql://{role}@{host}:5432/{DATABASE_NAME}?sslmode=verify-full&sslrootcert={RDS_AUTHORITIES}"


def good_image_parameter(profile_name: str) -> str:
    """Name of the parameter that keeps the digest of the last deployment whose smoke test was green."""
    return f"/dife/{profile_name}/good-image"
