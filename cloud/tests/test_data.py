"""What must never be lost: encrypted, protected, backed up."""

import json

from components.database import CONNECTION_LIMITS
from dife.media.cors import cors_rules
from environments import Profile
from synthesis import Assembly


def test_the_database_is_encrypted_and_demands_tls(assembly: Assembly) -> None:
    database = assembly.one("RDS::DBInstance").properties
    parameters = assembly.one("RDS::DBParameterGroup").properties

    assert database["StorageEncrypted"] is True
    assert "KmsKeyId" in database
    assert database["PubliclyAccessible"] is False
    assert parameters["Parameters"]["rds.force_ssl"] == "1"
    assert database["CACertificateIdentifier"] == "rds-ca-rsa2048-g1"


def test_the_database_takes_as_many_connections_as_were_counted(assembly: Assembly, profile: Profile) -> None:
    parameters = assembly.one("RDS::DBParameterGroup").properties["Parameters"]

    assert parameters["max_connections"] == str(CONNECTION_LIMITS[profile.database_type])


def test_the_database_is_protected_and_its_end_leaves_something(assembly: Assembly, profile: Profile) -> None:
    database = assembly.one("RDS::DBInstance")

    assert database.properties["DeletionProtection"] is True
    assert database.template["DeletionPolicy"] == ("Retain" if profile.keep_data else "Snapshot")
    assert database.template["UpdateReplacePolicy"] == database.template["DeletionPolicy"]


def test_the_database_comes_back_to_any_moment(assembly: Assembly, profile: Profile) -> None:
    assert assembly.one("RDS::DBInstance").properties["BackupRetentionPeriod"] == profile.database_backup_days
    assert profile.database_backup_days >= 7


def test_nobody_but_rds_knows_the_master_password(assembly: Assembly) -> None:
    database = assembly.one("RDS::DBInstance").properties

    assert database["ManageMasterUserPassword"] is True
    assert "MasterUserPassword" not in database
    assert "taken away" not in json.dumps(assembly.templates)


def test_production_has_everything_that_keeps_state_in_two_zones(assemblies: dict[str, Assembly]) -> None:
    production = assemblies["production"]
    cache = production.one("ElastiCache::ReplicationGroup").properties

    assert production.one("RDS::DBInstance").properties["MultiAZ"] is True
    assert (cache["NumCacheClusters"], cache["AutomaticFailoverEnabled"], cache["MultiAZEnabled"]) == (2, True, True)


def test_valkey_is_encrypted_and_knows_only_its_users(assembly: Assembly) -> None:
    cache = assembly.one("ElastiCache::ReplicationGroup").properties

    assert cache["Engine"] == "valkey"
    assert cache["TransitEncryptionEnabled"] is True
    assert cache["AtRestEncryptionEnabled"] is True
    assert cache["UserGroupIds"]


def test_the_default_user_of_valkey_may_do_nothing(assembly: Assembly) -> None:
    users = {
        one.properties["UserName"]: one.properties["AccessString"] for one in assembly.of_type("ElastiCache::User")
    }

    assert users["default"] == "off -@all"
    assert "~dife:*" in users["dife"]
    assert "&dife:*" in users["dife"]


def test_pictures_are_private_encrypted_and_versioned(assembly: Assembly) -> None:
    bucket = media(assembly)

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"]["Status"] == "Enabled"
    encryption = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert encryption["BucketKeyEnabled"] is True


def test_the_rules_for_browsers_are_those_of_the_local_store(assembly: Assembly) -> None:
    (rule,) = media(assembly)["CorsConfiguration"]["CorsRules"]
    (expected,) = cors_rules(["https://dife.example"])

    assert rule == {
        "AllowedOrigins": expected["AllowedOrigins"],
        "AllowedMethods": expected["AllowedMethods"],
        "AllowedHeaders": expected["AllowedHeaders"],
        "ExposedHeaders": expected["ExposeHeaders"],
        "MaxAge": expected["MaxAgeSeconds"],
    }


def test_uploads_that_nobody_confirmed_expire(assembly: Assembly) -> None:
    rules = {rule["Id"]: rule for rule in media(assembly)["LifecycleConfiguration"]["Rules"]}

    assert (rules["Quarantine"]["Prefix"], rules["Quarantine"]["ExpirationInDays"]) == ("quarantine/", 1)
    assert rules["OldVersions"]["NoncurrentVersionExpiration"]["NoncurrentDays"] == 30


def test_every_bucket_refuses_what_is_not_encrypted(assembly: Assembly) -> None:
    buckets = list(assembly.of_type("S3::Bucket"))
    policies = [json.dumps(one.properties["PolicyDocument"]) for one in assembly.of_type("S3::BucketPolicy")]

    assert len(policies) == len(buckets)
    assert all('"aws:SecureTransport": "false"' in policy for policy in policies)


def test_whoever_reads_pictures_or_the_web_client_is_logged(assembly: Assembly) -> None:
    prefixes = [
        one.properties["LoggingConfiguration"]["LogFilePrefix"]
        for one in assembly.of_type("S3::Bucket")
        if "LoggingConfiguration" in one.properties
    ]

    assert sorted(prefixes) == ["media/", "web/"]


def test_no_bucket_goes_with_its_stack(assembly: Assembly) -> None:
    assert {one.template["DeletionPolicy"] for one in assembly.of_type("S3::Bucket")} == {"Retain"}


def test_every_log_group_ends_and_is_encrypted_in_the_home_region(assembly: Assembly, profile: Profile) -> None:
    groups = list(assembly.of_type("Logs::LogGroup"))

    assert groups
    assert max(one.properties["RetentionInDays"] for one in groups) <= max(30, profile.log_days)
    assert all("KmsKeyId" in one.properties for one in groups if not one.stack.endswith("edge"))


def test_no_template_holds_a_secret(assembly: Assembly) -> None:
    for secret in assembly.of_type("SecretsManager::Secret"):
        assert "SecretString" not in secret.properties
        assert "GenerateSecretString" in secret.properties


def test_the_stateful_stack_stands_apart_and_is_protected(assembly: Assembly, profile: Profile) -> None:
    stateful = {"RDS::DBInstance", "ElastiCache::ReplicationGroup"}
    manifest = json.loads((assembly.folder / "manifest.json").read_text())["artifacts"]

    assert {one.stack for type_ in stateful for one in assembly.of_type(type_)} == {f"dife-{profile.name}-data"}
    assert manifest[f"dife-{profile.name}-data"]["properties"]["terminationProtection"] is True


def media(assembly: Assembly) -> dict:  # type: ignore[type-arg]  # a template's own
    (bucket,) = (one.properties for one in assembly.of_type("S3::Bucket") if "CorsConfiguration" in one.properties)
    return bucket
