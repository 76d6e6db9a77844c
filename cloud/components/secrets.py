"""Secrets: made by Secrets Manager where nobody has to know them, named places for those that other people give us."""

import json

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from components.acceptance import accept
from components.names import GIVEN_SECRETS


def generated_secret(
    scope: Construct, construct_id: str, *, key: kms.IKey, description: str, length: int = 48
) -> secretsmanager.Secret:
    """A secret of letters and digits that nobody ever types."""
    secret = secretsmanager.Secret(
        scope,
        construct_id,
        description=description,
        encryption_key=key,
        generate_secret_string=secretsmanager.SecretStringGenerator(
            password_length=length, exclude_punctuation=True, include_space=False
        ),
        removal_policy=RemovalPolicy.DESTROY,
    )
    accept(
        secret,
        "changed by hand as docs/guides/secrets.md says: tasks read it only when they start",
        nag="AwsSolutions-SMG4",
        checkov="CKV2_AWS_57",
    )
    return secret


SIGNING_KEY = "secret_key"


def given_secret(scope: Construct, construct_id: str, *, key: kms.IKey) -> secretsmanager.Secret:
    """Empty places for what others give us, beside the key that signs tokens. No deployment touches them again."""
    secret = secretsmanager.Secret(
        scope,
        construct_id,
        description="Dife: keys of other people's services, set by `dife-cloud secrets`",
        encryption_key=key,
        # A template with a random field: a plain string would be put back by later changes of it.
        generate_secret_string=secretsmanager.SecretStringGenerator(
            secret_string_template=json.dumps(dict.fromkeys(GIVEN_SECRETS, "")),
            generate_string_key=SIGNING_KEY,
            password_length=64,
            exclude_punctuation=True,
        ),
        removal_policy=RemovalPolicy.DESTROY,
    )
    accept(secret, "others make these keys", nag="AwsSolutions-SMG4", checkov="CKV2_AWS_57")
    return secret
