#!/bin/sh
# Writes the names of packages that Debian 12, Debian 13 and Fedora have and that contain a systemd unit, for
# src/ServicePackaging/Platforms/DistributionPackages.txt.
#
# usage: distribution-packages.sh FILE_CONTEXTS >DistributionPackages.txt
#   FILE_CONTEXTS  file_contexts of Fedora's package selinux-policy-targeted, whose patterns name Fedora's units
set -eu
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
unit='(usr/)?lib/systemd/system/[^/]+\.(service|socket|timer)'
{
  for suite in bookworm trixie; do
    for architecture in amd64 all; do
      curl -fsS "$mirror/dists/$suite/main/Contents-$architecture.gz" | gzip -dc | grep -E "^$unit " | awk '{ print $NF }' | tr , '\n'
    done
  done | sed 's|.*/||'
  grep -oE '/usr/lib/systemd/system/[A-Za-z0-9_-]+' "$1" | sed 's|.*/||; s/-$//' | tr '[:upper:]' '[:lower:]'
} | LC_ALL=C sort -u | grep -E '^[a-z0-9][a-z0-9+.-]+$'
