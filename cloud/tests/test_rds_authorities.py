"""The authorities of RDS that the image carries: roots of this region, whole, valid for long, among them the database's."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from cli.preflight import AUTHORITIES, fingerprints
from environments import REGION
from synthesis import Assembly

ROOTS = x509.load_pem_x509_certificates(AUTHORITIES.read_bytes())


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.subject.rfc4514_string()[:70])
def test_each_is_a_root_of_the_region_that_lasts(root: x509.Certificate) -> None:
    """A bit that was changed by accident breaks the root's signature of itself."""
    root.verify_directly_issued_by(root)

    assert f"CN=Amazon RDS {REGION} Root CA " in root.subject.rfc4514_string()
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert root.not_valid_after_utc > datetime.now(UTC) + timedelta(days=10 * 365)


def test_the_authority_of_the_database_is_among_them(assembly: Assembly) -> None:
    identifier = assembly.one("RDS::DBInstance").properties["CACertificateIdentifier"]
    names = {
        "rds-ca-" + root.subject.rfc4514_string().partition("Root CA ")[2].partition(",")[0].replace(" ", "-").lower()
        for root in ROOTS
    }

    assert identifier in names
    assert len(names) == len(ROOTS) == 3


def test_certificates_are_told_apart_by_their_fingerprints() -> None:
    assert fingerprints(AUTHORITIES.read_text()) == {root.fingerprint(hashes.SHA256()).hex() for root in ROOTS}
