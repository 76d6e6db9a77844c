"""Templates on the disk: what tests, the cost table and the diagram read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from environments import REGION, Deployment, Profile

if TYPE_CHECKING:
    from aws_cdk import App

SAMPLE = Deployment(
    domain="dife.example",
    zone_id="Z0123456789ABCDEFGHIJ",
    repository="dife-community/dife",
    alarm_mail="operators@dife.example",
    image=f"sha256:{'0' * 64}",
    traces_url=f"https://xray.{REGION}.amazonaws.com/v1/traces",
)
"""Stands for any deployment where the values do not matter."""


@dataclass(frozen=True)
class Resource:
    """One resource of a template."""

    stack: str
    logical_id: str
    type: str
    properties: dict[str, Any]
    template: dict[str, Any]


@dataclass(frozen=True)
class Assembly:
    """The templates of one synthesis."""

    folder: Path

    @cached_property
    def templates(self) -> dict[str, dict[str, Any]]:
        """Templates by the names of their stacks."""
        return {
            file.name.removesuffix(".template.json"): json.loads(file.read_text(encoding="utf-8"))
            for file in sorted(self.folder.glob("*.template.json"))
        }

    @cached_property
    def resources(self) -> list[Resource]:
        """All resources of all stacks."""
        return [
            Resource(stack, logical_id, body["Type"], body.get("Properties", {}), body)
            for stack, template in self.templates.items()
            for logical_id, body in template["Resources"].items()
        ]

    def of_type(self, type_: str) -> Iterator[Resource]:
        """Resources of one type, `AWS::` left out."""
        return (one for one in self.resources if one.type == f"AWS::{type_}")

    def one(self, type_: str) -> Resource:
        """The only resource of a type.

        Raises:
            ValueError: there is none, or there are several.
        """
        (found,) = self.of_type(type_)
        return found


def synthesise(
    profile: Profile, folder: Path, *, deployment: Deployment = SAMPLE, scan_first: bool = False
) -> Assembly:
    """Write the templates into a folder; with `scan_first` cdk-nag looks at them first.

    Raises:
        RuntimeError: cdk-nag found something that is not accepted.
    """
    # The CDK takes seconds to import; whoever only reads templates need not wait for it.
    from app import make_app  # noqa: PLC0415

    app = make_app(profile, deployment, outdir=str(folder))
    if scan_first:
        scan(app)
    app.synth()
    return Assembly(folder)


def scan(app: "App") -> None:
    """Have cdk-nag look at an app when it is synthesised."""
    from aws_cdk import Validations  # noqa: PLC0415 - as above
    from cdk_nag import AwsSolutionsChecks  # noqa: PLC0415

    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
