"""The services: how they run, how they are replaced, and that they fit."""

import json
from typing import Any

import pytest

from components.alarms import ROLLBACK_ALARMS
from components.connections import most_connections
from components.database import CONNECTION_LIMITS, RESERVED_CONNECTIONS
from components.service import STOP_SECONDS
from dife.http.server import KEEP_ALIVE_SECONDS
from dife.realtime.limits import Limits
from dife.settings import MigrationSettings, Settings
from environments import CLOUD, Profile, Tasks
from stacks.cluster import HOST_MEMORY_MIB, KEPT_FOR_THE_HOST_MIB
from stacks.ingress import DEREGISTRATION_SECONDS, IDLE_SECONDS
from synthesis import Assembly


def containers(assembly: Assembly) -> dict[str, dict[str, Any]]:
    """The only container of each task, by its name."""
    definitions = [one.properties["ContainerDefinitions"] for one in assembly.of_type("ECS::TaskDefinition")]
    return {container["Name"]: container for (container,) in definitions}


def test_there_is_a_task_for_each_role(assembly: Assembly) -> None:
    assert {name: container["Command"] for name, container in containers(assembly).items()} == {
        name: ["dife", name] for name in ("api", "gateway", "worker", "migrate")
    }


def test_tasks_run_in_bridge_mode_on_any_port_of_their_host(assembly: Assembly) -> None:
    assert {one.properties["NetworkMode"] for one in assembly.of_type("ECS::TaskDefinition")} == {"bridge"}
    ports = {
        name: [mapping["HostPort"] for mapping in container.get("PortMappings", [])]
        for name, container in containers(assembly).items()
    }
    assert ports == {"api": [0], "gateway": [0], "worker": [], "migrate": []}


def test_containers_can_write_nowhere_and_have_no_special_rights(assembly: Assembly) -> None:
    for container in containers(assembly).values():
        assert container["ReadonlyRootFilesystem"] is True
        assert container["Privileged"] is False
        assert container["LinuxParameters"]["Capabilities"]["Drop"] == ["ALL"]


def test_the_image_is_named_by_its_digest(assembly: Assembly) -> None:
    for container in containers(assembly).values():
        assert f"@sha256:{'0' * 64}" in json.dumps(container["Image"])


def test_no_secret_is_set_in_the_open(assembly: Assembly) -> None:
    for container in containers(assembly).values():
        in_the_open = {one["Name"]: one["Value"] for one in container["Environment"]}

        assert [name for name in in_the_open if name.endswith(("_PASSWORD", "_KEY", "_TOKEN", "SMTP_URL"))] == []
        assert "resolve:" not in json.dumps(in_the_open)


def test_tasks_talk_to_the_database_that_its_authority_knows_by_name(assembly: Assembly) -> None:
    """The file is in the image at that place."""
    dockerfile = (CLOUD.parent / "Dockerfile").read_text()
    for name in containers(assembly):
        url = environment(assembly, name)["DIFE_DATABASE_URL"]["Fn::Join"][1][-1]
        assert url.endswith("/dife?sslmode=verify-full&sslrootcert=/opt/dife/rds.pem")
    assert "WORKDIR /opt/dife\n" in dockerfile
    assert "COPY cloud/certificates/rds.pem ./\n" in dockerfile


def test_the_gateway_gets_no_key_of_other_peoples_services_and_a_role_of_its_own(assembly: Assembly) -> None:
    secrets = {one["Name"] for one in containers(assembly)["gateway"]["Secrets"]}

    assert not secrets & {"DIFE_DEEPL_API_KEY", "DIFE_EXPO_ACCESS_TOKEN"}
    assert "dife_gateway@" in json.dumps(environment(assembly, "gateway")["DIFE_DATABASE_URL"])
    assert "dife_app@" in json.dumps(environment(assembly, "api")["DIFE_DATABASE_URL"])


def test_the_migration_alone_is_the_master(assembly: Assembly) -> None:
    masters = [name for name in containers(assembly) if "dife_admin@" in json.dumps(environment(assembly, name))]

    assert masters == ["migrate"]


def test_tasks_are_told_nothing_that_they_do_not_know(assembly: Assembly) -> None:
    known = {f"DIFE_{name.upper()}" for name in (*Settings.model_fields, *MigrationSettings.model_fields)}

    for container in containers(assembly).values():
        told = {one["Name"] for one in (*container["Environment"], *container["Secrets"])}
        assert told <= known


def test_spans_are_sent_only_where_a_deployment_says_where(assembly: Assembly, bare: Assembly) -> None:
    """AWS's endpoint takes them from roles with one right more, which no task has otherwise."""
    for name in ("api", "gateway", "worker"):
        assert environment(assembly, name)["DIFE_TRACES_URL"] == "https://xray.ap-northeast-2.amazonaws.com/v1/traces"
        assert "DIFE_TRACES_URL" not in environment(bare, name)
    assert "DIFE_TRACES_URL" not in environment(assembly, "migrate")
    assert "xray:PutTraceSegments" not in json.dumps(bare.templates)


def test_the_callers_address_is_behind_two_proxies(assembly: Assembly) -> None:
    assert environment(assembly, "api")["DIFE_TRUSTED_HOPS"] == "2"


@pytest.mark.parametrize("service", ["api", "gateway"])
def test_a_task_that_ends_waits_until_the_load_balancer_has_seen_it(assembly: Assembly, service: str) -> None:
    told = environment(assembly, service)

    assert 0 < float(told["DIFE_STOP_DELAY_SECONDS"]) < STOP_SECONDS


def test_a_deployment_that_fails_is_taken_back(assembly: Assembly, profile: Profile) -> None:
    alarms = sorted(f"dife-{profile.name}-{name}" for name in ROLLBACK_ALARMS)
    for name, service in services(assembly).items():
        deployment = service["DeploymentConfiguration"]

        assert deployment["MinimumHealthyPercent"] == 100
        assert deployment["DeploymentCircuitBreaker"] == {"Enable": True, "Rollback": True}
        if name != "worker":
            watched = json.loads(resolved(assembly, json.dumps(deployment["Alarms"]["AlarmNames"])))
            assert sorted(watched) == alarms
            assert deployment["Alarms"]["Rollback"] is True


def test_services_scale_at_80_percent_of_cpu_or_memory(assembly: Assembly, profile: Profile) -> None:
    targets = [
        (
            one.properties["TargetTrackingScalingPolicyConfiguration"]["PredefinedMetricSpecification"][
                "PredefinedMetricType"
            ],
            one.properties["TargetTrackingScalingPolicyConfiguration"]["TargetValue"],
        )
        for one in assembly.of_type("ApplicationAutoScaling::ScalingPolicy")
    ]

    assert sorted(set(targets)) == [
        ("ECSServiceAverageCPUUtilization", 80),
        ("ECSServiceAverageMemoryUtilization", 80),
    ]
    assert len(targets) == 2 * len(scaling(profile))


def test_hosts_grow_at_70_percent_and_ecs_fills_them(assembly: Assembly) -> None:
    alarms = [
        one.properties
        for one in assembly.of_type("CloudWatch::Alarm")
        if one.stack.endswith("cluster") and one.properties["MetricName"] in {"CPUUtilization", "MemoryUtilization"}
    ]
    provider = assembly.one("ECS::CapacityProvider").properties["AutoScalingGroupProvider"]

    assert {(one["Namespace"], one["Threshold"]) for one in alarms} == {("AWS/ECS", 70)}
    assert len(alarms) == 2
    assert provider["ManagedScaling"]["TargetCapacity"] == 100


def test_without_an_image_nothing_runs(bare: Assembly) -> None:
    assert {service["DesiredCount"] for service in services(bare).values()} == {0}
    assert {one.properties["MinCapacity"] for one in bare.of_type("ApplicationAutoScaling::ScalableTarget")} == {0}


def test_connections_of_all_tasks_at_200_percent_stay_below_the_databases_limit(
    assembly: Assembly, profile: Profile
) -> None:
    limit = CONNECTION_LIMITS[assembly.one("RDS::DBInstance").properties["DBInstanceClass"].removeprefix("db.")]

    assert most_connections(profile) <= limit - RESERVED_CONNECTIONS


def test_the_pools_are_those_that_the_tasks_are_told(assembly: Assembly, profile: Profile) -> None:
    for name in profile.services:
        told = environment(assembly, name)

        assert int(told["DIFE_DATABASE_POOL_SIZE"]) == profile.api_pool_size
        assert int(told["DIFE_GATEWAY_POOL_SIZE"]) == profile.gateway_pool_size
        assert int(told["DIFE_WORKER_CONCURRENCY"]) == profile.worker_concurrency


def test_scaling_ends_where_the_connections_were_counted(assembly: Assembly, profile: Profile) -> None:
    most = sorted(one.properties["MaxCapacity"] for one in assembly.of_type("ApplicationAutoScaling::ScalableTarget"))

    assert most == sorted(size.maximum for size in scaling(profile))


def test_the_hosts_have_room_for_a_deployment(profile: Profile) -> None:
    """Services are replaced one after the other: all tasks, and what the largest deployment adds."""
    room = profile.hosts_minimum * (HOST_MEMORY_MIB[profile.host_type] - KEPT_FOR_THE_HOST_MIB)
    running = sum(size.minimum * size.memory_mib for size in profile.services.values())
    added = max((size.minimum // 2 if size.minimum > 1 else 1) * size.memory_mib for size in profile.services.values())

    assert running + added <= room


def test_services_are_replaced_one_after_the_other(assembly: Assembly) -> None:
    by_name = {one.logical_id: one.template.get("DependsOn", []) for one in assembly.of_type("ECS::Service")}
    ids = {name: next(one for one in by_name if one.startswith(name)) for name in ("Api", "Gateway", "Worker")}

    assert ids["Api"] in by_name[ids["Gateway"]]
    assert ids["Gateway"] in by_name[ids["Worker"]]


def test_sockets_outlive_silence_and_are_drained(assembly: Assembly) -> None:
    attributes = {one["Key"]: one["Value"] for one in balancer(assembly)["LoadBalancerAttributes"]}
    stop = containers(assembly)["gateway"]["StopTimeout"]

    assert int(attributes["idle_timeout.timeout_seconds"]) == IDLE_SECONDS
    assert Limits().idle_seconds * 2 < IDLE_SECONDS < KEEP_ALIVE_SECONDS
    assert stop > Limits().stop_seconds
    for group in assembly.of_type("ElasticLoadBalancingV2::TargetGroup"):
        values = {one["Key"]: one["Value"] for one in group.properties["TargetGroupAttributes"]}
        assert int(values["deregistration_delay.timeout_seconds"]) == DEREGISTRATION_SECONDS


def test_a_client_of_the_gateway_comes_back_to_where_it_was(assembly: Assembly) -> None:
    sticky = [
        {one["Key"]: one["Value"] for one in group.properties["TargetGroupAttributes"]}["stickiness.enabled"]
        for group in assembly.of_type("ElasticLoadBalancingV2::TargetGroup")
    ]

    assert sorted(sticky) == ["false", "true"]


def test_health_is_asked_on_the_port_that_docker_chose(assembly: Assembly) -> None:
    for group in assembly.of_type("ElasticLoadBalancingV2::TargetGroup"):
        assert (group.properties["HealthCheckPort"], group.properties["HealthCheckPath"]) == ("traffic-port", "/health")


def test_the_load_balancer_refuses_whoever_does_not_know_the_secret(assembly: Assembly) -> None:
    listeners = {
        one.properties["Port"]: one.properties["DefaultActions"][0]
        for one in assembly.of_type("ElasticLoadBalancingV2::Listener")
    }
    rules = [one.properties["Conditions"] for one in assembly.of_type("ElasticLoadBalancingV2::ListenerRule")]

    assert listeners[443]["FixedResponseConfig"]["StatusCode"] == "403"
    assert listeners[80]["RedirectConfig"]["Protocol"] == "HTTPS"
    assert rules
    for conditions in rules:
        (header,) = (one for one in conditions if one["Field"] == "http-header")
        assert header["HttpHeaderConfig"]["HttpHeaderName"] == "x-dife-origin"
        assert "resolve:secretsmanager" in json.dumps(header["HttpHeaderConfig"]["Values"])


def scaling(profile: Profile) -> list[Tasks]:
    """Services that may run more tasks than their least; the others stay as many as they are."""
    return [size for size in profile.services.values() if size.maximum > size.minimum]


def environment(assembly: Assembly, name: str) -> dict[str, Any]:
    return {one["Name"]: one["Value"] for one in containers(assembly)[name]["Environment"]}


def services(assembly: Assembly) -> dict[str, dict[str, Any]]:
    by_id = {one.logical_id: one.properties for one in assembly.of_type("ECS::Service")}
    return {
        name: next(by_id[one] for one in by_id if one.startswith(name.title())) for name in ("api", "gateway", "worker")
    }


def balancer(assembly: Assembly) -> dict[str, Any]:
    return assembly.one("ElasticLoadBalancingV2::LoadBalancer").properties


def resolved(assembly: Assembly, text: str) -> str:
    """Put the names of alarms in the place of references to them."""
    for one in assembly.of_type("CloudWatch::Alarm"):
        if "AlarmName" in one.properties:
            text = text.replace(f'{{"Ref": "{one.logical_id}"}}', f'"{one.properties["AlarmName"]}"')
    return text
