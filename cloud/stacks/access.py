"""How people reach the database: a bastion without an open port, and a session that leads to the database alone."""

from aws_cdk import CfnOutput, Stack, Tags
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from components.acceptance import accept
from components.database import Database
from components.hosts import encrypted_disk, instance_template
from components.names import BASTION_TAG
from components.permissions import accept_star, session_manager
from components.security_groups import SecurityGroups
from environments import REGION, Profile


class AccessStack(Stack):
    """Bastion, session document, and the policy that people are given."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        profile: Profile,
        vpc: ec2.IVpc,
        groups: SecurityGroups,
        database: Database,
    ) -> None:
        super().__init__(scope, construct_id, env={"region": REGION}, description="Dife: bastion")
        self._tag = f"dife-{profile.name}"
        self._bastion(vpc, groups.bastion)
        self.document = self._document(database)
        self.policy = self._policy()
        CfnOutput(self, "TunnelDocument", value=self.document.ref)
        CfnOutput(self, "TunnelPolicyArn", value=self.policy.managed_policy_arn)

    def _bastion(self, vpc: ec2.IVpc, group: ec2.ISecurityGroup) -> None:
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
        role.add_to_policy(session_manager())
        accept_star(role)
        template = instance_template(
            self,
            "Template",
            image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=ec2.AmazonLinuxCpuType.ARM_64),
            instance_type="t4g.nano",
            disk=encrypted_disk("/dev/xvda", gib=8),
            group=group,
            role=role,
            user_data=ec2.UserData.for_linux(),
        )
        bastion = autoscaling.AutoScalingGroup(
            self,
            "Bastion",
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            launch_template=template,
            min_capacity=1,
            max_capacity=1,
            update_policy=autoscaling.UpdatePolicy.rolling_update(),
        )
        accept(bastion, "nobody waits for it; it is there again in a minute", nag="AwsSolutions-AS3")
        Tags.of(bastion).add("Name", f"{self.stack_name}/bastion")
        Tags.of(bastion).add(BASTION_TAG, self._tag)

    def _document(self, database: Database) -> ssm.CfnDocument:
        port = {"type": "String", "description": "Port on the caller's machine", "allowedPattern": "^[0-9]{1,5}$"}
        return ssm.CfnDocument(
            self,
            "Tunnel",
            document_type="Session",
            update_method="NewVersion",
            content={
                "schemaVersion": "1.0",
                "description": "A tunnel to the database of Dife and nowhere else",
                "sessionType": "Port",
                "parameters": {"localPortNumber": {**port, "default": "15432"}},
                "properties": {
                    "type": "LocalPortForwarding",
                    "host": database.instance.db_instance_endpoint_address,
                    "portNumber": "5432",
                    "localPortNumber": "{{ localPortNumber }}",
                },
            },
        )

    def _policy(self) -> iam.ManagedPolicy:
        sessions = self.format_arn(service="ssm", resource="session", resource_name="${aws:userid}-*")
        instances = self.format_arn(service="ec2", resource="instance", resource_name="*")
        document = self.format_arn(service="ssm", resource="document", resource_name=self.document.ref)
        # Whoever names no document would get a shell, without being asked for a right to one.
        named_document = {"BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"}}
        policy = iam.ManagedPolicy(
            self,
            "TunnelPolicy",
            description="For people who may look into the database of Dife",
            statements=[
                iam.PolicyStatement(
                    actions=["ssm:StartSession"],
                    resources=[instances],
                    conditions={"StringEquals": {f"ssm:resourceTag/{BASTION_TAG}": self._tag}, **named_document},
                ),
                iam.PolicyStatement(actions=["ssm:StartSession"], resources=[document], conditions=named_document),
                iam.PolicyStatement(actions=["ssm:TerminateSession", "ssm:ResumeSession"], resources=[sessions]),
            ],
        )
        for resource, reason in (
            (f"arn:aws:ec2:{REGION}:<AWS::AccountId>:instance/*", "a condition demands the bastion's tag"),
            (f"arn:aws:ssm:{REGION}:<AWS::AccountId>:session/<aws:userid>-*", "a caller's own sessions"),
        ):
            accept(policy, reason, nag=f"AwsSolutions-IAM5[Resource::{resource}]")
        return policy
