"""The web ACL in front of CloudFront: a limit on requests first, then AWS's lists of what is known to be bad."""

from collections.abc import Sequence

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from components.acceptance import accept
from components.logs import log_group

REQUESTS_IN_FIVE_MINUTES = 20_000
"""From one address, and a campus may have one for everybody; the API's own limits count for each member."""
COUNTED = {
    "AWSManagedRulesCommonRuleSet": (
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "EC2MetaDataSSRF_BODY",
    )
}
"""Only noted: what people write is longer than the 8 KB of the first, and may be HTML, `../` or an address with numbers.

It is data here: React shows it as text, SQL takes it as parameters, and links are followed by the guarded fetcher alone.
"""


class WebAcl(Construct):
    """The ACL and its log of what was blocked."""

    def __init__(self, scope: Construct, construct_id: str, *, name: str, managed: Sequence[str], days: int) -> None:
        super().__init__(scope, construct_id)
        self.acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="CLOUDFRONT",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible("Dife"),
            rules=[_rate_rule(), *(_managed(number, rule) for number, rule in enumerate(managed, start=1))],
        )
        group = log_group(self, "Blocked", days=days, name=f"aws-waf-logs-{name}")
        accept(group, "it holds requests that were refused, for a while", checkov="CKV_AWS_158")
        self._log(group.log_group_arn)

    @property
    def arn(self) -> str:
        """ARN, for the distribution."""
        return self.acl.attr_arn

    def _log(self, destination: str) -> None:
        keep = {
            "Behavior": "KEEP",
            "Requirement": "MEETS_ANY",
            "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}, {"ActionCondition": {"Action": "COUNT"}}],
        }
        wafv2.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[destination],
            logging_filter={"DefaultBehavior": "DROP", "Filters": [keep]},
            redacted_fields=[
                wafv2.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": name})
                for name in ("authorization", "cookie")
            ],
        )


def _visible(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )


def _rate_rule() -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name="RequestsOfOneAddress",
        priority=0,
        action=wafv2.CfnWebACL.RuleActionProperty(block={}),
        visibility_config=_visible("RequestsOfOneAddress"),
        statement=wafv2.CfnWebACL.StatementProperty(
            rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(
                limit=REQUESTS_IN_FIVE_MINUTES, aggregate_key_type="IP", evaluation_window_sec=300
            )
        ),
    )


def _managed(priority: int, name: str) -> wafv2.CfnWebACL.RuleProperty:
    count = wafv2.CfnWebACL.RuleActionProperty(count={})
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        visibility_config=_visible(name),
        statement=wafv2.CfnWebACL.StatementProperty(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                vendor_name="AWS",
                name=name,
                rule_action_overrides=[
                    wafv2.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=count)
                    for rule in COUNTED.get(name, ())
                ]
                or None,
            )
        ),
    )
