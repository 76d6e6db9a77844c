"""Checks that need root and a machine's own tools: the NAT user data in namespaces, the image's steps in a chroot."""
