"""Answers of AWS, written down: botocore checks that a request and an answer have the shape that AWS describes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.stub import ANY, Stubber

from cli.account import Account
from environments import REGION, Profile

__all__ = ["ANY", "Aws", "answering"]


class Aws:
    """An account whose services say what they are told to, in that order, for each service and region."""

    def __init__(self, profile: Profile) -> None:
        self.waited: list[float] = []
        self.asked: set[str] = set()
        """Actions as IAM names them."""
        self.account = Account(profile, sleep=self.waited.append)
        self._stubs: dict[tuple[str, str], Stubber] = {}

    def says(
        self, service: str, operation: str, answer: dict[str, Any], *, to: Any = None, region: str = REGION
    ) -> None:
        """Answer the next request; `to` is what has to be asked."""
        self._stub(service, region).add_response(operation, answer, to)

    def refuses(self, service: str, operation: str, code: str, *, says: str = "", region: str = REGION) -> None:
        """Refuse the next request."""
        self._stub(service, region).add_client_error(operation, code, says)

    def has(self, stack: str, region: str = REGION, **outputs: str) -> None:
        """Tell the outputs of a stack when they are asked for."""
        name = f"dife-{self.account.profile.name}-{stack}"
        found = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]
        answer = {"StackName": name, "CreationTime": "2026-01-01T00:00:00Z", "StackStatus": "CREATE_COMPLETE"}
        self.says("cloudformation", "describe_stacks", {"Stacks": [{**answer, "Outputs": found}]}, region=region)

    def lacks(self, stack: str, region: str = REGION) -> None:
        """Say that there is no such stack."""
        text = f"Stack with id dife-{self.account.profile.name}-{stack} does not exist"
        self.refuses("cloudformation", "describe_stacks", "ValidationError", says=text, region=region)

    def finish(self) -> None:
        """Demand that everything was asked, and let go."""
        for stub in self._stubs.values():
            stub.assert_no_pending_responses()
            stub.deactivate()

    def _note(self, model: Any, **_: Any) -> None:
        self.asked.add(f"{model.service_model.signing_name}:{model.name}")

    def _stub(self, service: str, region: str) -> Stubber:
        key = (service, region)
        if key not in self._stubs:
            client = self.account.client(service, region=region)
            client.meta.events.register("before-parameter-build", self._note)
            self._stubs[key] = Stubber(client)
            self._stubs[key].activate()
        return self._stubs[key]


@contextmanager
def answering(profile: Profile) -> Iterator[Aws]:
    """An account to which answers are given; all of them have to be asked for."""
    aws = Aws(profile)
    yield aws
    aws.finish()
