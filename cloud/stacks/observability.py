"""Dashboard, alarms, saved queries and the budget."""

from aws_cdk import Duration, Stack
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from components import dashboard
from components.alarms import AlarmName, Limit, alarm
from components.connections import most_connections
from components.dashboard import Watched, cache_metric, in_service, rows
from components.metrics import Metric, metric
from environments import REGION, Deployment, Profile

MINUTE = Duration.minutes(1)
BUDGET_SHARES = (50, 80, 100)
LEAST_STORAGE_BYTES = 4 * 1024**3


class ObservabilityStack(Stack):
    """What people look at, and what calls them."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        profile: Profile,
        deployment: Deployment,
        watched: Watched,
        topic: sns.ITopic,
    ) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: dashboard and alarms")
        self._profile, self._topic = profile, topic
        cloudwatch.Dashboard(self, "Dashboard", dashboard_name=f"dife-{profile.name}", widgets=rows(watched))
        self._watch_services(watched)
        self._watch_instances(watched)
        self._watch_data(watched)
        self._save_queries(watched)
        self._budget(deployment)

    def _alarm(self, name: AlarmName, metric_: cloudwatch.IMetric, limit: Limit) -> None:
        alarm(self, name, prefix=f"dife-{self._profile.name}", metric=metric_, limit=limit, topic=self._topic)

    def _watch_services(self, watched: Watched) -> None:
        sick = Limit(threshold=1, periods=5)
        self._alarm(AlarmName.API_UNHEALTHY, watched.api.metrics.unhealthy_host_count(period=MINUTE), sick)
        self._alarm(AlarmName.GATEWAY_UNHEALTHY, watched.gateway.metrics.unhealthy_host_count(period=MINUTE), sick)
        refused = watched.balancer.metrics.http_code_elb(elb.HttpCodeElb.ELB_5XX_COUNT, period=MINUTE)
        self._alarm(AlarmName.LOAD_BALANCER_ERRORS, refused, Limit(threshold=10, periods=3))
        running = cloudwatch.Metric(
            namespace="ECS/ContainerInsights",
            metric_name="RunningTaskCount",
            dimensions_map={
                "ClusterName": watched.cluster.cluster_name,
                "ServiceName": watched.services["worker"].service_name,
            },
            statistic="Minimum",
            period=MINUTE,
        )
        self._alarm(AlarmName.WORKER_STOPPED, running, Limit(threshold=1, periods=5, below=True))
        age = metric(watched.namespace, Metric.QUEUE_AGE, "Maximum")
        self._alarm(AlarmName.QUEUE_AGE, age, Limit(threshold=300, periods=5))

    def _watch_instances(self, watched: Watched) -> None:
        full = Limit(threshold=self._profile.hosts_maximum, periods=15)
        self._alarm(AlarmName.HOSTS_FULL, in_service(watched.hosts), full)
        fewest = _one_of("MIN", [in_service(group) for group in watched.nat])
        self._alarm(AlarmName.NAT_GONE, fewest, Limit(threshold=1, periods=5, below=True, missing_is_bad=True))

    def _watch_data(self, watched: Watched) -> None:
        database = watched.database
        self._alarm(
            AlarmName.DATABASE_CPU, database.metric_cpu_utilization(period=MINUTE), Limit(threshold=85, periods=10)
        )
        self._alarm(
            AlarmName.DATABASE_CONNECTIONS,
            database.metric_database_connections(period=MINUTE, statistic="Maximum"),
            Limit(threshold=most_connections(self._profile) * 0.9, periods=5),
        )
        self._alarm(
            AlarmName.DATABASE_STORAGE,
            database.metric_free_storage_space(period=Duration.minutes(5)),
            Limit(threshold=LEAST_STORAGE_BYTES, periods=3, below=True),
        )
        fullest = _one_of("MAX", [cache_metric(node, "DatabaseMemoryUsagePercentage") for node in watched.cache_nodes])
        self._alarm(AlarmName.CACHE_MEMORY, fullest, Limit(threshold=80, periods=5))

    def _save_queries(self, watched: Watched) -> None:
        everything, api, worker = (
            list(watched.log_groups.values()),
            [watched.log_groups["api"]],
            [watched.log_groups["worker"]],
        )
        for name, (groups, lines) in {
            "errors": (everything, dashboard.ERRORS),
            "one-request": (everything, dashboard.ONE_REQUEST),
            "one-member": (everything, dashboard.ONE_MEMBER),
            "slowest-routes": (api, dashboard.SLOWEST),
            "refused-requests": (api, dashboard.REFUSED),
            "failed-jobs": (worker, dashboard.FAILED_JOBS),
        }.items():
            logs.CfnQueryDefinition(
                self,
                f"Query{name.title().replace('-', '')}",
                name=f"dife-{self._profile.name}/{name}",
                log_group_names=groups,
                query_string="\n| ".join(lines),
            )

    def _budget(self, deployment: Deployment) -> None:
        subscriber = budgets.CfnBudget.SubscriberProperty(subscription_type="EMAIL", address=deployment.alarm_mail)
        thresholds = [("ACTUAL", share) for share in BUDGET_SHARES] + [("FORECASTED", 100)]
        budgets.CfnBudget(
            self,
            "Budget",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=f"dife-{self._profile.name}",
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=self._profile.monthly_budget_usd, unit="USD"),
            ),
            notifications_with_subscribers=[
                budgets.CfnBudget.NotificationWithSubscribersProperty(
                    notification=budgets.CfnBudget.NotificationProperty(
                        notification_type=kind, comparison_operator="GREATER_THAN", threshold=share
                    ),
                    subscribers=[subscriber],
                )
                for kind, share in thresholds
            ],
        )


def _one_of(choice: str, metrics: list[cloudwatch.Metric]) -> cloudwatch.IMetric:
    """The lowest or highest of several metrics; each one in an expression costs as much as an alarm."""
    if len(metrics) == 1:
        return metrics[0]
    named = {f"n{number}": metric_ for number, metric_ in enumerate(metrics)}
    return cloudwatch.MathExpression(expression=f"{choice}([{', '.join(named)}])", using_metrics=named, period=MINUTE)
