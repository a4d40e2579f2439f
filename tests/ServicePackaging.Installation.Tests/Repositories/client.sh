#!/bin/sh
# A client of the repository that http://127.0.0.1:8000/ serves: client.sh apt|dnf|zypper STATE try|install|upgrade PACKAGE
#
# What STATE/CLIENT has of the repository is used and updated; an empty directory is a client that was never there.
# LATER, such as +400d, moves the clock of the client alone.
#
# Prints the version that is installed then, and with LATER the year in which it was installed; `try` removes the package again.
# Everything else goes to standard error.
set -eu
if [ -n "${LATER:-}" ] && [ -z "${NO_FAKE_STAT:-}" ]; then
	exec env NO_FAKE_STAT=1 faketime -f "$LATER" sh "$0" "$@"
fi
client=$1 state=$2/$1 verb=$3 package=$4
mkdir -p "$state/parts" "$state/lists/partial" "$state/cache/archives/partial"

use_apt() {
	printf '%s\n' 'Types: deb' 'URIs: http://127.0.0.1:8000/deb' 'Suites: stable' 'Components: main' 'Signed-By: /share/acme.asc' \
		>"$state/parts/acme.sources"
	# The image switches the checks of dates off, for mirrors that are behind the clock of the host.
	set -- -q -y -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$state/parts" -o "Dir::State::Lists=$state/lists" \
		-o "Dir::Cache=$state/cache" -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root \
		-o Acquire::Check-Date=true -o Acquire::Check-Valid-Until=true
	apt-get --error-on=any "$@" update >&2
	apt-get "$@" install "$package" >&2
	dpkg-query --show --showformat='${Version}' "$package"
	if [ -n "${LATER:-}" ]; then sed -n 's/^Start-Date: \([0-9]*\).*/ \1/p' /var/log/apt/history.log | tail -n 1; fi
	if [ "$verb" = try ]; then dpkg --purge "$package" >&2; fi
}

repo() {
	printf '%s\n' '[acme]' 'name=acme' 'mirrorlist=http://127.0.0.1:8000/rpm/stable/mirrorlist' 'enabled=1' 'gpgcheck=1' 'repo_gpgcheck=1' \
		'gpgkey=file:///share/acme.asc' 'skip_if_unavailable=0' 'metadata_expire=0' 'autorefresh=1' >"$1/acme.repo"
}

installed() {
	rpm --query --queryformat '%{VERSION}' "$package"
	if [ -n "${LATER:-}" ]; then rpm --query --queryformat ' %{INSTALLTIME:date}' "$package" | grep -o ' 20[0-9][0-9]'; fi
	if [ "$verb" = try ]; then rpm --erase "$package" >&2; fi
}

use_dnf() {
	tool=dnf
	# dnf5 would install from the packages that it downloaded before.
	if command -v dnf5 >/dev/null; then tool='dnf5 --disable-plugin=local'; fi
	repo "$state/parts"
	case $verb in
	upgrade) set -- upgrade ;;
	*) set -- install --setopt=install_weak_deps=0 ;;
	esac
	# shellcheck disable=SC2086 # a word and its option
	$tool -y --releasever=1 --setopt="reposdir=$state/parts" --setopt="cachedir=$state/cache" "$@" "$package" >&2
	installed
}

use_zypper() {
	# It asks for glibc by the name that openSUSE gives it.
	if [ -e /etc/zypp/systemCheck ]; then : >/etc/zypp/systemCheck; fi
	# What it knows of installed packages cannot be updated when rpm has removed the last one.
	rm -rf "$state/cache/solv/@System"
	repo "$state/parts"
	rpm --import /share/acme.asc >&2
	case $verb in
	upgrade) set -- update ;;
	*) set -- install --no-recommends ;;
	esac
	# By default it does not ask the server again within ten minutes. libzypp 17.38 never asks again for what has only a mirror list, unless it
	# is forced to.
	printf '[main]\nrepo.refresh.delay = 0\n' >"$state/zypp.conf"
	export ZYPP_CONF="$state/zypp.conf"
	zypper --non-interactive --reposd-dir "$state/parts" --cache-dir "$state/cache" refresh --force >&2
	zypper --non-interactive --reposd-dir "$state/parts" --cache-dir "$state/cache" "$@" "$package" >&2
	installed
}

"use_$client"
