#!/usr/bin/env bash
# image.sh CACHE SUITE NAME PACKAGE...: prints the path of a root of this Debian release with these packages, and makes it when CACHE has none.
# An image is an ordinary directory tree that nothing writes to any more; boxes lie over it as overlays.
set -euo pipefail

readonly cache=$1 suite=$2 name=$3
shift 3

# Units that reach for the kernel's own file systems or for a console; and apt's timers, which take dpkg's lock when they please.
readonly masked_units='dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount
	console-getty.service apt-daily.timer apt-daily.service apt-daily-upgrade.timer apt-daily-upgrade.service'

# mmdebstrap is one perl script: where it is not installed, it runs from an unpacked package.
mmdebstrap_path() {
	local tool=$cache/mmdebstrap
	local -a download
	if command -v mmdebstrap; then return; fi
	exec 8>"$cache/mmdebstrap.lock"
	flock 8
	if [[ ! -x $tool/usr/bin/mmdebstrap ]]; then
		mkdir -p "$tool"
		cd "$tool"
		download=(apt-get -qq -o APT::Sandbox::User=root download mmdebstrap)
		{ "${download[@]}" || { apt-get -qq update && "${download[@]}"; }; } >&2
		dpkg-deb --extract mmdebstrap_*.deb .
	fi
	printf '%s\n' "$tool/usr/bin/mmdebstrap"
}

# The host's own apt sources when they serve this suite. For another release of Debian, the mirror that they name: a machine may reach
# no other. Where the host is none of Debian's, mmdebstrap knows where to look.
apt_sources() {
	local file codename
	# shellcheck source=/dev/null
	codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
	if [[ $codename != "$suite" ]]; then
		# shellcheck disable=SC2016 # apt's own variable
		apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $codename" 'Label: Debian' 2>/dev/null | sed -n 1p
		return 0
	fi
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
		if [[ -f $file ]] && grep -Eq '^(deb |URIs:)' "$file"; then printf '%s\n' "$file"; fi
	done
}

# No apt source and no package list stay: what is installed in a box must be satisfied by the image. The empty machine-id is
# filled by each box.
finish_image() {
	local root=$1 unit
	rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* "$root"/var/lib/apt/lists/*
	rm -f "$root/etc/resolv.conf"
	: >"$root/etc/resolv.conf"
	: >"$root/etc/machine-id"
	echo box >"$root/etc/hostname"
	printf '127.0.0.1 localhost box\n::1 localhost\n' >"$root/etc/hosts"
	# Debian's rpm would keep its database in the user's home.
	if [[ -d $root/usr/lib/rpm ]]; then mkdir -p "$root/etc/rpm" && echo '%_dbpath /var/lib/rpm' >"$root/etc/rpm/macros.box"; fi
	[[ -e $root/lib/systemd/systemd ]] || return 0
	for unit in $masked_units; do ln -s /dev/null "$root/etc/systemd/system/$unit"; done
}

# What Windows is, for packages of Windows: a fresh prefix, without the browser and the .NET Framework that Wine would like to download.
make_wine_prefix() {
	local root=$1
	# shellcheck disable=SC2016 # expanded inside
	unshare --mount --pid --fork --kill-child --propagation private -- bash -euc '
		mount -t proc proc "$1/proc"
		exec chroot "$1" env --ignore-environment HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin WINEPREFIX=/wine WINEARCH=win64 \
			WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= sh -euc "wineboot --init; wine winecfg -v win10; wineserver --wait"
	' - "$root" >&2
	rm -rf "$root"/tmp/wine-* "$root/wine/wineserver" # where that server was
}

make_image() {
	local target=$1 mmdebstrap
	local -a sources
	shift
	mmdebstrap=$(mmdebstrap_path)
	mapfile -t sources < <(apt_sources)
	rm -rf --one-file-system "$target.part"
	# Mirrors and build machines may be behind the clock of the host.
	"$mmdebstrap" --quiet --mode=root --variant=apt --format=directory --include="$*" \
		--aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
		--aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
		--dpkgopt=force-unsafe-io "$suite" "$target.part" "${sources[@]}" 9>&- >&2
	finish_image "$target.part"
	if [[ -x $target.part/usr/lib/wine/wine64 ]]; then make_wine_prefix "$target.part"; fi
	mv "$target.part" "$target"
}

mkdir -p "$cache"
recipe=$(cat "${BASH_SOURCE[0]}" - <<<"$*" | sha256sum)
image=$cache/$suite-$name-${recipe:0:12}
exec 9>"$image.lock" # images of other names are made at the same time
flock 9
if [[ ! -d $image ]]; then make_image "$image" "$@"; fi
printf '%s\n' "$image"
