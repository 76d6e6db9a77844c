"""The way out of the private subnets: NAT instances that heal themselves."""
