"""Composition: reads like the diagram, from the bottom to the top."""

from dataclasses import dataclass

from aws_cdk import App, Tags

from components.dashboard import Watched
from components.metrics import namespace_of
from components.service import Image
from components.task_environment import Sources, TaskEnvironment
from environments import Deployment, Profile
from stacks.access import AccessStack
from stacks.cluster import ClusterStack
from stacks.data import DataStack
from stacks.delivery import DeliveryStack
from stacks.dns import DnsStack
from stacks.edge import EdgeStack
from stacks.foundation import FoundationStack
from stacks.ingress import IngressStack
from stacks.migration import MigrationStack
from stacks.network import NetworkStack
from stacks.observability import ObservabilityStack
from stacks.registry import RegistryStack
from stacks.services import ServicesStack


def build(app: App, profile: Profile, deployment: Deployment) -> None:
    """Make the stacks; before the zone is known only the one that makes it."""
    Tags.of(app).add("project", "dife")
    Tags.of(app).add("profile", profile.name)
    prefix = f"dife-{profile.name}"
    DnsStack(app, f"{prefix}-dns", deployment=deployment)
    if deployment.zone_id is None:
        return
    base = _base(app, prefix, profile=profile, deployment=deployment, zone_id=deployment.zone_id)
    environment = _environment(profile, deployment, base.data)
    image = Image(repository=base.registry.repository, digest=deployment.image)
    key = base.foundation.handle
    migration = MigrationStack(
        app, f"{prefix}-migration", profile=profile, environment=environment, image=image, key=key
    )
    services = ServicesStack(
        app,
        f"{prefix}-services",
        profile=profile,
        deployment=deployment,
        environment=environment,
        image=image,
        cluster=base.cluster,
        ingress=base.ingress,
        key=key,
        topic=base.foundation.topic,
    )
    _for_people(app, prefix, profile=profile, deployment=deployment, base=base, services=services)
    DeliveryStack(
        app,
        f"{prefix}-delivery",
        profile=profile,
        deployment=deployment,
        repository=base.registry.repository,
        migration=migration.task,
        secrets=[base.ingress.secret, base.data.given],
        key=key,
    )
    edge = EdgeStack(app, f"{prefix}-edge", profile=profile, deployment=deployment, zone_id=deployment.zone_id)
    # Nothing is referred to across regions; the order alone says that the balancer has its name before it is called.
    edge.add_stack_dependency(base.ingress)


@dataclass(frozen=True, kw_only=True)
class Base:
    """What stands before any service runs: `dife-cloud deploy` calls it the foundation."""

    foundation: FoundationStack
    network: NetworkStack
    registry: RegistryStack
    data: DataStack
    cluster: ClusterStack
    ingress: IngressStack


def _base(app: App, prefix: str, *, profile: Profile, deployment: Deployment, zone_id: str) -> Base:
    foundation = FoundationStack(app, f"{prefix}-foundation", deployment=deployment)
    key = foundation.handle
    network = NetworkStack(app, f"{prefix}-network", profile=profile, key=key)
    vpc, groups = network.vpc, network.groups
    data = DataStack(app, f"{prefix}-data", profile=profile, deployment=deployment, vpc=vpc, groups=groups, key=key)
    return Base(
        foundation=foundation,
        network=network,
        data=data,
        registry=RegistryStack(app, f"{prefix}-registry", profile=profile, key=key),
        cluster=ClusterStack(app, f"{prefix}-cluster", profile=profile, vpc=vpc, groups=groups),
        ingress=IngressStack(
            app,
            f"{prefix}-ingress",
            deployment=deployment,
            zone_id=zone_id,
            vpc=vpc,
            groups=groups,
            key=key,
            logs=data.logs,
        ),
    )


def _for_people(
    app: App, prefix: str, *, profile: Profile, deployment: Deployment, base: Base, services: ServicesStack
) -> None:
    """The bastion, and the dashboard."""
    vpc, groups = base.network.vpc, base.network.groups
    AccessStack(app, f"{prefix}-access", profile=profile, vpc=vpc, groups=groups, database=base.data.database)
    ObservabilityStack(
        app,
        f"{prefix}-observability",
        profile=profile,
        deployment=deployment,
        watched=_watched(profile, base, services),
        topic=base.foundation.topic,
    )


def _environment(profile: Profile, deployment: Deployment, data: DataStack) -> TaskEnvironment:
    return TaskEnvironment(
        profile=profile,
        deployment=deployment,
        database=data.database,
        cache=data.cache,
        bucket=data.media.bucket_name,
        sources=Sources(
            app_password=data.app_password,
            gateway_password=data.gateway_password,
            cache_password=data.cache.secret,
            given=data.given,
            master_arn=data.database.master_secret_arn,
        ),
    )


def _watched(profile: Profile, base: Base, services: ServicesStack) -> Watched:
    return Watched(
        namespace=namespace_of(profile.name),
        cluster=base.cluster.cluster,
        services={name: service.service for name, service in services.services.items()},
        hosts=base.cluster.hosts,
        nat=base.network.nat.groups,
        balancer=base.ingress.balancer,
        api=base.ingress.api,
        gateway=base.ingress.gateway,
        database=base.data.database.instance,
        cache_nodes=base.data.cache.nodes(profile.cache_nodes),
        log_groups={name: task.logs.log_group_name for name, task in services.tasks.items()},
    )
