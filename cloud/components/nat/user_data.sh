#!/bin/bash
# Makes an Amazon Linux 2023 instance the way out of the private subnets: forwards and masquerades what comes from the
# VPC, then points the route tables at itself. Safe to run again; the unit repeats it after every boot.
#
# The construct puts two assignments in front of it:
#   NAT_CIDR           whose packets are forwarded: the VPC's range
#   NAT_ROUTE_TABLES   route tables whose default route leads here, separated by spaces
set -euo pipefail
: "${NAT_CIDR:?}" "${NAT_ROUTE_TABLES:?}"

retry() {
  local pause
  for pause in 1 2 4 8 15 30 60; do
    "$@" && return
    sleep "${NAT_PAUSE:-$pause}"
  done
  "$@"
}

# dnf takes more memory than the smallest instances have: without this the kernel kills it.
add_swap() {
  local file=/var/dife-nat.swap
  [[ -e $file ]] && return
  dd if=/dev/zero of="$file" bs=1M count=512 status=none && chmod 0600 "$file" && mkswap -q "$file" && swapon "$file"
}

if ! command -v iptables-restore >/dev/null; then
  add_swap || echo 'dife-nat: no swap' >&2
  retry dnf install -y iptables-nft
fi

install -d /usr/local/etc /usr/local/sbin /usr/local/lib/systemd/system
cat >/usr/local/etc/dife-nat.conf <<SETTINGS
NAT_CIDR='$NAT_CIDR'
NAT_ROUTE_TABLES='$NAT_ROUTE_TABLES'
SETTINGS

cat >/usr/local/sbin/dife-nat <<'PROGRAM'
#!/bin/bash
set -euo pipefail
# shellcheck source=/dev/null
. /usr/local/etc/dife-nat.conf

retry() {
  local pause
  for pause in 1 2 4 8 15 30 60; do
    "$@" && return
    sleep "${NAT_PAUSE:-$pause}"
  done
  "$@"
}

imds() {
  curl -sSf --max-time 5 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

new_token() {
  token=$(curl -sSf --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
}

# The whole of both tables in one step, so that a second run changes nothing and no packet meets half of it.
set_rules() {
  iptables-restore <<RULES
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
-A FORWARD -m conntrack --ctstate INVALID -j DROP
-A FORWARD -s $NAT_CIDR ! -d $NAT_CIDR -i $interface -o $interface -j ACCEPT
COMMIT
*nat
-A POSTROUTING -s $NAT_CIDR ! -d $NAT_CIDR -o $interface -j MASQUERADE
COMMIT
RULES
}

forward() {
  sysctl -qw net.ipv4.ip_forward=1
  # One interface for both directions: without this the kernel tells the sender to go to the router itself.
  sysctl -qw net.ipv4.conf.all.send_redirects=0 "net.ipv4.conf.$interface.send_redirects=0"
}

claim() {
  local table
  aws ec2 modify-instance-attribute --instance-id "$instance" --no-source-dest-check || return
  for table in $NAT_ROUTE_TABLES; do
    aws ec2 replace-route --route-table-id "$table" --destination-cidr-block 0.0.0.0/0 --instance-id "$instance" ||
      aws ec2 create-route --route-table-id "$table" --destination-cidr-block 0.0.0.0/0 --instance-id "$instance" || return
  done
}

retry new_token
instance=$(retry imds instance-id)
AWS_DEFAULT_REGION=$(retry imds placement/region)
export AWS_DEFAULT_REGION
# One word of `ip`, without awk and without net-tools, which not every image has.
read -r _ _ _ _ interface _ < <(ip -4 -o route show default)

set_rules
forward
# Last: packets come only when they can be forwarded.
retry claim
echo "dife-nat: $instance forwards $NAT_CIDR through $interface for $NAT_ROUTE_TABLES"
PROGRAM
chmod 0755 /usr/local/sbin/dife-nat

cat >/usr/local/lib/systemd/system/dife-nat.service <<'UNIT'
[Unit]
Description=The way out of the private subnets
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/dife-nat
Restart=on-failure
RestartSec=10

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable dife-nat.service
systemctl restart dife-nat.service
