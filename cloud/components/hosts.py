"""What every instance has: IMDSv2 only, an encrypted disk, a role, no key and no open port."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct


def encrypted_disk(device: str, *, gib: int) -> ec2.BlockDevice:
    """A gp3 volume that is encrypted and goes with its instance."""
    return ec2.BlockDevice(
        device_name=device,
        volume=ec2.BlockDeviceVolume.ebs(
            gib, encrypted=True, volume_type=ec2.EbsDeviceVolumeType.GP3, delete_on_termination=True
        ),
    )


def instance_template(
    scope: Construct,
    construct_id: str,
    *,
    image: ec2.IMachineImage,
    instance_type: str,
    disk: ec2.BlockDevice,
    group: ec2.ISecurityGroup,
    role: iam.IRole,
    user_data: ec2.UserData,
    public_address: bool = False,
) -> ec2.LaunchTemplate:
    """A launch template; containers in bridge mode are one hop too far from the instance's credentials."""
    return ec2.LaunchTemplate(
        scope,
        construct_id,
        machine_image=image,
        instance_type=ec2.InstanceType(instance_type),
        block_devices=[disk],
        security_group=group,
        role=role,
        user_data=user_data,
        require_imdsv2=True,
        http_put_response_hop_limit=1,
        http_endpoint=True,
        associate_public_ip_address=public_address,
        # Burst credits that run out would slow everything down; a busy day costs cents.
        cpu_credits=ec2.CpuCredits.UNLIMITED,
        detailed_monitoring=False,
    )
