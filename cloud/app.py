"""The infrastructure of Dife: which stacks there are and what each gets from the others."""

import json
import os
import sys
from typing import Any

from components.node import node
from environments import CLOUD, ContextError, Deployment, Profile, deployment_of, profile_of

# The CDK's own half is JavaScript; the Node of the wheel runs it, whatever else the machine has.
os.environ.setdefault("JSII_NODE", str(node()))

from aws_cdk import App

from stacks.build import build


def feature_flags() -> dict[str, Any]:
    """Return the flags of cdk.json, which only the command line of the CDK would read by itself."""
    context: dict[str, Any] = json.loads((CLOUD / "cdk.json").read_text(encoding="utf-8"))["context"]
    return context


def make_app(profile: Profile, deployment: Deployment, *, outdir: str | None = None) -> App:
    """Return the app with all its stacks."""
    app = App(context=feature_flags(), outdir=outdir, analytics_reporting=False)
    build(app, profile, deployment)
    return app


def main() -> int:
    """Synthesise what the context asks for; returns the exit code."""
    context = json.loads(os.environ.get("CDK_CONTEXT_JSON", "{}"))
    try:
        profile, deployment = profile_of(context), deployment_of(context)
    except ContextError as error:
        sys.stderr.write(f"✗ {error}\n")
        return 1
    make_app(profile, deployment).synth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
