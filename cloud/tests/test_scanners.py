"""What cdk-nag, cfn-lint and checkov find is mended, or accepted beside the reason."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from environments import CLOUD
from synthesis import Assembly

CHECKOV = CLOUD.parent / ".tools" / "checkov" / "bin" / "checkov"
FEWEST_REASON_LETTERS = 15


def test_cdk_nag_finds_nothing_that_is_not_accepted(assembly: Assembly) -> None:
    """The synthesis would have ended otherwise, as the next test shows."""
    report = json.loads((assembly.folder / "validation-report.json").read_text())

    assert [one["pluginName"] for one in report["pluginReports"] if one["violations"]] == []


def test_cdk_nag_ends_the_synthesis_when_it_finds_something(tmp_path: Path) -> None:
    from aws_cdk import App, Stack, aws_s3

    from synthesis import scan

    app = App(outdir=str(tmp_path))
    aws_s3.Bucket(Stack(app, "careless"), "Bucket")
    scan(app)

    with pytest.raises(RuntimeError, match="does not require requests to use SSL"):
        app.synth()

    assert "AwsSolutions-S10" in (tmp_path / "validation-report.json").read_text()


def test_cfn_lint_finds_nothing(assembly: Assembly) -> None:
    templates = sorted(map(str, assembly.folder.glob("*.template.json")))
    command = [str(Path(sys.executable).parent / "cfn-lint"), "-r", "ap-northeast-2", "--", *templates]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("", 0)


def test_checkov_finds_nothing_that_is_not_accepted(assembly: Assembly) -> None:
    options = ["--framework", "cloudformation", "--skip-download", "-o", "json"]

    done = subprocess.run(
        [str(CHECKOV), "--directory", str(assembly.folder), *options],
        capture_output=True,
        text=True,
        check=False,
        # It would ask the network for news otherwise.
        env={**os.environ, "BC_SKIP_MAPPING": "TRUE", "LOG_LEVEL": "ERROR"},
    )
    report = json.loads(done.stdout)

    assert [f"{one['check_id']} {one['resource']}" for one in report["results"]["failed_checks"]] == []
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > 300


def test_every_accepted_finding_has_a_reason(assembly: Assembly) -> None:
    reasons = [reason for resource in assembly.resources for reason in _reasons(resource.template.get("Metadata", {}))]

    assert reasons
    assert [reason for reason in reasons if len(reason) < FEWEST_REASON_LETTERS] == []


def _reasons(metadata: dict[str, Any]) -> list[str]:
    reasons = [one["comment"] for one in metadata.get("checkov", {}).get("skip", [])]
    if "cfn-lint" in metadata:
        reasons.append(metadata["cfn-lint"]["comment"])
    return reasons
