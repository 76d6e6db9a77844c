"""Who may talk to whom. Every rule names a security group or CloudFront's prefix list, never an open range inwards."""

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from environments import CLOUDFRONT_PREFIX_LIST

EPHEMERAL_PORTS = ec2.Port.tcp_range(32768, 61000)
"""Where Docker puts the ports of tasks in bridge mode."""
OUTWARD = {443: "AWS, DeepL, Expo", 465: "mail, TLS from the start", 587: "mail, STARTTLS"}
POSTGRES, VALKEY = ec2.Port.tcp(5432), ec2.Port.tcp(6379)


class SecurityGroups(Construct):
    """All groups of the VPC; the stacks that use them add nothing."""

    def __init__(self, scope: Construct, construct_id: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, construct_id)
        self._vpc = vpc
        self.load_balancer = self._group("LoadBalancer", "HTTPS from CloudFront")
        # One rule with the prefix list counts as many as it has entries, and two would be over a group's limit of 60.
        self.redirect = self._group("Redirect", "HTTP from CloudFront, answered with a redirect")
        self.hosts = self._group("Hosts", "Container hosts")
        self.nat = self._group("Nat", "NAT instances")
        self.bastion = self._group("Bastion", "Bastion; nobody may come in, it calls Session Manager")
        self.database = self._group("Database", "PostgreSQL")
        self.cache = self._group("Cache", "Valkey")
        self._let_in()
        self._let_out()

    def _group(self, construct_id: str, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(self, construct_id, vpc=self._vpc, description=description, allow_all_outbound=False)

    def _let_in(self) -> None:
        cloudfront = ec2.Peer.prefix_list(CLOUDFRONT_PREFIX_LIST)
        self.load_balancer.add_ingress_rule(cloudfront, ec2.Port.tcp(443), "CloudFront")
        self.redirect.add_ingress_rule(cloudfront, ec2.Port.tcp(80), "CloudFront")
        self._connect(self.load_balancer, self.hosts, EPHEMERAL_PORTS)
        self._connect(self.hosts, self.database, POSTGRES)
        self._connect(self.bastion, self.database, POSTGRES)
        self._connect(self.hosts, self.cache, VALKEY)
        for port in OUTWARD:
            self._connect(self.hosts, self.nat, ec2.Port.tcp(port), inward_only=True)
        self._connect(self.bastion, self.nat, ec2.Port.tcp(443), inward_only=True)

    def _let_out(self) -> None:
        anybody = ec2.Peer.any_ipv4()
        for port, purpose in OUTWARD.items():
            self.hosts.add_egress_rule(anybody, ec2.Port.tcp(port), purpose)
            self.nat.add_egress_rule(anybody, ec2.Port.tcp(port), purpose)
        self.bastion.add_egress_rule(anybody, ec2.Port.tcp(443), "Session Manager")

    def _connect(
        self, source: ec2.SecurityGroup, target: ec2.SecurityGroup, port: ec2.Port, *, inward_only: bool = False
    ) -> None:
        description = f"{source.node.id} to {target.node.id}"
        target.add_ingress_rule(source, port, description)
        if not inward_only:
            source.add_egress_rule(target, port, description)
