#!/bin/sh
# A client of the repository that http://127.0.0.1:8000/ serves: client.sh CLIENT STATE PACKAGE
#
#   apt, dnf, zypper   what STATE/CLIENT has of the repository is used and updated; an empty directory is a client that was never there
#
# Prints the version that was installed, and removes it again. Everything else goes to standard error.
set -eu
client=$1 state=$2/$1 package=$3
mkdir -p "$state/parts" "$state/lists/partial" "$state/cache/archives/partial"

use_apt() {
	printf '%s\n' 'Types: deb' 'URIs: http://127.0.0.1:8000/deb' 'Suites: stable' 'Components: main' 'Signed-By: /share/acme.asc' \
		>"$state/parts/acme.sources"
	set -- -q -y -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$state/parts" -o "Dir::State::Lists=$state/lists" \
		-o "Dir::Cache=$state/cache" -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root "$@"
	apt-get --error-on=any "$@" update >&2
	apt-get "$@" install "$package" >&2
	dpkg-query --show --showformat='${Version}\n' "$package"
	dpkg --purge "$package" >&2
}

repo() {
	printf '%s\n' '[acme]' 'name=acme' 'mirrorlist=http://127.0.0.1:8000/rpm/stable/mirrorlist' 'enabled=1' 'gpgcheck=1' 'repo_gpgcheck=1' \
		'gpgkey=file:///share/acme.asc' 'skip_if_unavailable=0' 'metadata_expire=0' 'autorefresh=1' >"$1/acme.repo"
}

# Debian's rpm has a database in the home directory, which zypper does not know.
installed() {
	if ! rpm "$@" --query --queryformat '%{VERSION}\n' "$package"; then return 1; fi
	rpm "$@" --erase "$package" >&2
}

use_dnf() {
	tool=dnf
	if command -v dnf5 >/dev/null; then tool=dnf5; fi
	repo "$state/parts"
	"$tool" -y --releasever=1 --setopt="reposdir=$state/parts" --setopt="cachedir=$state/cache" --setopt=install_weak_deps=0 install "$package" >&2
	installed
}

use_zypper() {
	# It asks for glibc by the name that openSUSE gives it.
	if [ -e /etc/zypp/systemCheck ]; then : >/etc/zypp/systemCheck; fi
	repo "$state/parts"
	zypper --non-interactive --gpg-auto-import-keys --reposd-dir "$state/parts" --cache-dir "$state/cache" \
		install --no-recommends "$package" >&2
	if rpm --query "$package" >/dev/null 2>&1; then installed; else installed --dbpath /var/lib/rpm; fi
}

"use_$client"
