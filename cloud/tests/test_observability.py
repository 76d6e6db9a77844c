"""Dashboard, alarms and the budget."""

import json
from collections import Counter

import pytest

from components.alarms import RUNBOOKS, AlarmName
from components.metrics import MOST, Metric, namespace_of
from dife.metrics_log import REPORTED
from environments import Profile
from synthesis import Assembly


def test_every_alarm_of_the_list_exists_once(assembly: Assembly, profile: Profile) -> None:
    names = [
        one.properties["AlarmName"] for one in assembly.of_type("CloudWatch::Alarm") if "AlarmName" in one.properties
    ]

    assert Counter(names) == Counter(f"dife-{profile.name}-{name}" for name in AlarmName)


def test_every_alarm_tells_somebody_and_names_its_runbook(assembly: Assembly, profile: Profile) -> None:
    for alarm in (one.properties for one in assembly.of_type("CloudWatch::Alarm") if "AlarmName" in one.properties):
        name = alarm["AlarmName"].removeprefix(f"dife-{profile.name}-")

        assert alarm["AlarmActions"]
        assert alarm["OKActions"]
        assert alarm["AlarmDescription"] == f"Runbook: docs/runbooks/{name}.md"


@pytest.mark.parametrize("name", list(AlarmName))
def test_every_alarm_has_a_runbook_in_both_languages(name: AlarmName) -> None:
    for suffix in ("md", "ko.md"):
        assert (RUNBOOKS / f"{name}.{suffix}").read_text().startswith("# ")


def test_the_metrics_are_those_that_the_roles_report() -> None:
    assert {metric.value for metric in Metric} == {(one.role, one.name) for one in REPORTED}


def test_alarms_tell_people_by_mail(assembly: Assembly) -> None:
    subscriptions = [one.properties for one in assembly.of_type("SNS::Subscription")]

    assert {(one["Protocol"], one["Endpoint"]) for one in subscriptions} == {("email", "operators@dife.example")}
    assert len(subscriptions) == 2


def test_alarms_may_publish_to_the_topics_that_they_name(assembly: Assembly) -> None:
    """A topic's own policy takes the place of the one that lets everything of its account publish."""
    topics = [one.logical_id for one in assembly.of_type("SNS::Topic")]
    open_to_alarms = [
        policy.properties["Topics"][0]["Ref"]
        for policy in assembly.of_type("SNS::TopicPolicy")
        for statement in policy.properties["PolicyDocument"]["Statement"]
        if (statement["Effect"], statement["Action"]) == ("Allow", "sns:Publish")
        and statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        and statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    ]

    assert len(topics) == 2
    assert sorted(open_to_alarms) == sorted(topics)


def test_the_dashboard_shows_traffic_down_to_the_logs(assembly: Assembly) -> None:
    body = json.dumps(assembly.one("CloudWatch::Dashboard").properties["DashboardBody"])

    for metric in Metric:
        assert metric.value[1] in body
    for shown in (
        "RequestCount",
        "TargetResponseTime",
        "HTTPCode_Target_5XX_Count",
        "DatabaseConnections",
        "EngineCPUUtilization",
    ):
        assert shown in body
    assert body.count("SOURCE '") >= 3


def test_dife_has_few_metrics_of_its_own(profile: Profile) -> None:
    assert len(Metric) <= MOST
    assert namespace_of(profile.name) == f"Dife/{profile.name}"


def test_queries_are_saved(assembly: Assembly, profile: Profile) -> None:
    names = {one.properties["Name"] for one in assembly.of_type("Logs::QueryDefinition")}

    assert names == {
        f"dife-{profile.name}/{name}"
        for name in ("errors", "one-request", "one-member", "slowest-routes", "refused-requests", "failed-jobs")
    }


def test_the_budget_warns_before_it_is_spent(assembly: Assembly, profile: Profile) -> None:
    budget = assembly.one("Budgets::Budget").properties

    assert budget["Budget"]["BudgetLimit"] == {"Amount": profile.monthly_budget_usd, "Unit": "USD"}
    warnings = [one["Notification"] for one in budget["NotificationsWithSubscribers"]]
    assert sorted((one["NotificationType"], one["Threshold"]) for one in warnings) == [
        ("ACTUAL", 50),
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]


def test_container_insights_are_on(assembly: Assembly) -> None:
    assert assembly.one("ECS::Cluster").properties["ClusterSettings"] == [
        {"Name": "containerInsights", "Value": "enabled"}
    ]


def test_images_are_kept_by_digest_and_scanned(assembly: Assembly) -> None:
    repository = assembly.one("ECR::Repository").properties

    assert repository["ImageTagMutability"] == "IMMUTABLE"
    assert repository["ImageScanningConfiguration"]["ScanOnPush"] is True
