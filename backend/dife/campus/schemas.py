"""What the campus routes give."""

from dife.kit.schema import Output


class CampusView(Output):
    """A university whose mail addresses make verified students."""

    id: str
    name: str
    domains: list[str]


class ClientConfig(Output):
    """What a client has to know before anybody logs in."""

    ws_url: str
    version: str
    minimum_version: str
    campuses: list[CampusView]
