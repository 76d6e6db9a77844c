"""Rules of campuses."""

from functools import cache
from importlib import resources

import msgspec

from dife.campus.schemas import CampusView, ClientConfig
from dife.context import Context


class Campus(msgspec.Struct, frozen=True, kw_only=True):
    """A university. `id` is its first mail domain."""

    name: str
    domains: tuple[str, ...]
    web: str

    @property
    def id(self) -> str:
        """Stable id of the campus."""
        return self.domains[0]


@cache
def campuses() -> tuple[Campus, ...]:
    """Return all campuses, by name."""
    raw = resources.files("dife.campus").joinpath("data", "korean_universities.json").read_bytes()
    return msgspec.json.decode(raw, type=tuple[Campus, ...])


@cache
def _by_domain() -> dict[str, Campus]:
    return {domain: campus for campus in campuses() for domain in campus.domains}


def campus_of_address(email: str) -> Campus | None:
    """Return the campus whose mail domain (or a subdomain of it) an address has.

    An address proves nothing before its owner has confirmed it.
    """
    labels = email.rpartition("@")[2].lower().split(".")
    candidates = (".".join(labels[i:]) for i in range(len(labels) - 1))
    return next((campus for domain in candidates if (campus := _by_domain().get(domain))), None)


@cache
def _views() -> list[CampusView]:
    return [CampusView(id=campus.id, name=campus.name, domains=list(campus.domains)) for campus in campuses()]


def client_config(context: Context) -> ClientConfig:
    """Return what a client has to know before anybody logs in."""
    return ClientConfig(
        ws_url=context.settings.gateway_public_url,
        version=context.settings.version,
        minimum_version=context.settings.minimum_client_version,
        campuses=_views(),
    )
