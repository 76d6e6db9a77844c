"""The network: who may talk to whom, and how instances are made."""

from typing import Any

from environments import CLOUDFRONT_PREFIX_LIST, ZONES, Profile
from synthesis import Assembly, Resource

ANYWHERE = {"0.0.0.0/0", "::/0"}


def inward(assembly: Assembly) -> list[dict[str, Any]]:
    """All rules that let something in, those written into the groups and those beside them."""
    inline = [
        rule
        for group in assembly.of_type("EC2::SecurityGroup")
        for rule in group.properties.get("SecurityGroupIngress", [])
    ]
    return inline + [rule.properties for rule in assembly.of_type("EC2::SecurityGroupIngress")]


def test_there_is_a_public_and_a_private_subnet_in_each_of_two_zones(assembly: Assembly) -> None:
    zones = [subnet.properties["AvailabilityZone"] for subnet in assembly.of_type("EC2::Subnet")]

    assert sorted(zones) == sorted(ZONES * 2)
    assert not any(subnet.properties["MapPublicIpOnLaunch"] for subnet in assembly.of_type("EC2::Subnet"))


def test_nothing_is_let_in_from_an_address_range(assembly: Assembly) -> None:
    rules = inward(assembly)

    assert rules
    assert [rule for rule in rules if "CidrIp" in rule or "CidrIpv6" in rule] == []


def test_cloudfront_alone_reaches_the_load_balancer(assembly: Assembly) -> None:
    from_lists = [rule for rule in inward(assembly) if "SourcePrefixListId" in rule]

    assert [(rule["SourcePrefixListId"], rule["FromPort"]) for rule in from_lists] == [
        (CLOUDFRONT_PREFIX_LIST, 443),
        (CLOUDFRONT_PREFIX_LIST, 80),
    ]


def test_a_rule_with_the_prefix_list_is_alone_in_its_group(assembly: Assembly) -> None:
    """The list counts as 55 rules, and a group may have 60."""
    groups = [str(rule.get("GroupId")) for rule in inward(assembly) if "SourcePrefixListId" in rule]

    assert len(groups) == len(set(groups)) == 2


def test_nobody_comes_in_by_ssh(assembly: Assembly) -> None:
    assert [rule for rule in inward(assembly) if rule["FromPort"] <= 22 <= rule["ToPort"]] == []


def test_the_bastion_lets_nobody_in(assembly: Assembly) -> None:
    (bastion,) = (
        group for group in assembly.of_type("EC2::SecurityGroup") if "Bastion" in group.properties["GroupDescription"]
    )
    targets = [rule.properties["GroupId"] for rule in assembly.of_type("EC2::SecurityGroupIngress")]

    assert "SecurityGroupIngress" not in bastion.properties
    assert {"Fn::GetAtt": [bastion.logical_id, "GroupId"]} not in targets


def test_every_instance_demands_imdsv2_and_has_an_encrypted_disk_and_no_key(assembly: Assembly) -> None:
    templates = [one.properties["LaunchTemplateData"] for one in assembly.of_type("EC2::LaunchTemplate")]

    assert templates
    for data in templates:
        assert data["MetadataOptions"]["HttpTokens"] == "required"
        assert data["MetadataOptions"]["HttpPutResponseHopLimit"] == 1
        assert all(disk["Ebs"]["Encrypted"] for disk in data["BlockDeviceMappings"])
        assert "KeyName" not in data


def test_only_nat_instances_have_a_public_address(assembly: Assembly, profile: Profile) -> None:
    public = [
        template.stack
        for template in assembly.of_type("EC2::LaunchTemplate")
        if template.properties["LaunchTemplateData"]["NetworkInterfaces"][0].get("AssociatePublicIpAddress")
    ]

    assert public == [f"dife-{profile.name}-network"] * profile.nat_instances


def test_every_nat_instance_is_replaced_by_a_group_of_its_own(assembly: Assembly, profile: Profile) -> None:
    groups = [one for one in assembly.of_type("AutoScaling::AutoScalingGroup") if one.stack.endswith("network")]

    assert len(groups) == profile.nat_instances
    for group in groups:
        assert (group.properties["MinSize"], group.properties["MaxSize"]) == ("1", "2")
        assert group.template["UpdatePolicy"]["AutoScalingRollingUpdate"]["MinInstancesInService"] == 1


def test_the_routes_of_all_private_subnets_lead_to_a_nat_instance(assembly: Assembly) -> None:
    associations = {
        one.properties["SubnetId"]["Ref"]: one.properties["RouteTableId"]["Ref"]
        for one in assembly.of_type("EC2::SubnetRouteTableAssociation")
    }
    private = {table for subnet, table in associations.items() if "Private" in subnet}
    claimed = [table for template in nat_templates(assembly) for table in tables_in(template)]

    assert sorted(claimed) == sorted(private)


def test_the_user_data_begins_with_what_the_script_asks_for(assembly: Assembly) -> None:
    for template in nat_templates(assembly):
        first, *_ = user_data(template)

        assert first.startswith("#!/bin/bash\nNAT_CIDR='")


def test_the_s3_endpoint_is_on_all_private_route_tables(assembly: Assembly) -> None:
    endpoint = assembly.one("EC2::VPCEndpoint").properties

    assert endpoint["VpcEndpointType"] == "Gateway"
    assert len(endpoint["RouteTableIds"]) >= len(ZONES)


def test_what_is_rejected_is_logged(assembly: Assembly) -> None:
    assert assembly.one("EC2::FlowLog").properties["TrafficType"] == "REJECT"


def nat_templates(assembly: Assembly) -> list[Resource]:
    return [one for one in assembly.of_type("EC2::LaunchTemplate") if one.stack.endswith("network")]


def user_data(template: Resource) -> list[Any]:
    parts: list[Any] = template.properties["LaunchTemplateData"]["UserData"]["Fn::Base64"]["Fn::Join"][1]
    return parts


def tables_in(template: Resource) -> list[str]:
    return [
        part["Ref"] for part in user_data(template) if isinstance(part, dict) and "RouteTable" in str(part.get("Ref"))
    ]


def test_security_groups_live_in_the_network(assembly: Assembly, profile: Profile) -> None:
    assert {group.stack for group in assembly.of_type("EC2::SecurityGroup")} == {f"dife-{profile.name}-network"}


def test_tasks_are_reached_from_the_load_balancer_on_the_ports_that_docker_chooses(assembly: Assembly) -> None:
    (hosts,) = (
        group.logical_id
        for group in assembly.of_type("EC2::SecurityGroup")
        if "SecurityGroupsHosts" in group.logical_id
    )
    rules = [rule for rule in inward(assembly) if hosts in str(rule.get("GroupId"))]

    assert [(rule["FromPort"], rule["ToPort"]) for rule in rules] == [(32768, 61000)]
    assert "SecurityGroupsLoadBalancer" in str(rules[0]["SourceSecurityGroupId"])


def test_every_instance_is_arm64_and_reached_by_ssm_alone(assembly: Assembly) -> None:
    """Images are built for arm64; every role of an instance lets the agent of SSM ask for work."""
    for one in assembly.of_type("EC2::LaunchTemplate"):
        data = one.properties["LaunchTemplateData"]
        parameters = assembly.templates[one.stack]["Parameters"]
        roles = roles_of(assembly, one)

        assert data["InstanceType"].startswith("t4g.")
        assert "arm64" in parameters[data["ImageId"]["Ref"]]["Default"]
        assert "ssmmessages:OpenControlChannel" in actions_of(assembly, one.stack, roles)


def test_the_domain_leads_to_the_edge_and_its_origin_to_the_load_balancer(assembly: Assembly) -> None:
    records = {
        (one.stack.rpartition("-")[2], one.properties["Type"], one.properties["Name"])
        for one in assembly.of_type("Route53::RecordSet")
    }

    assert records == {
        ("edge", "A", "dife.example."),
        ("edge", "AAAA", "dife.example."),
        ("ingress", "A", "origin.dife.example."),
    }


def roles_of(assembly: Assembly, template: Resource) -> list[str]:
    """The roles behind the profile of a launch template."""
    arn = template.properties["LaunchTemplateData"]["IamInstanceProfile"]["Arn"]["Fn::GetAtt"][0]
    (profile,) = (
        one for one in assembly.of_type("IAM::InstanceProfile") if one.stack == template.stack and one.logical_id == arn
    )
    return [role["Ref"] for role in profile.properties["Roles"]]


def actions_of(assembly: Assembly, stack: str, roles: list[str]) -> set[str]:
    """What policies of a stack let these roles do."""
    policies = [
        one.properties["PolicyDocument"]
        for one in assembly.of_type("IAM::Policy")
        if one.stack == stack and [role["Ref"] for role in one.properties["Roles"]] == roles
    ]
    return {
        action
        for document in policies
        for statement in document["Statement"]
        for action in (statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]])
    }
