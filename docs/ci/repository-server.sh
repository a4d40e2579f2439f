#!/bin/sh
# Keeps a repository for apt, dnf and zypper on a web server that you reach with ssh and rsync.
#
#   repository-server.sh fetch SITE          Copies the indexes and the state, but no packages, into the empty directory SITE.
#   repository-server.sh upload SITE WRITES  Uploads the changes that WRITES (repository-writes.json) lists, in their order.
#
# REPOSITORY_SERVER  The directory that the web server serves: deploy@packages.example.com:/srv/packages
# SSH_PRIVATE_KEY    The key, if ssh does not find one itself
# SSH_KNOWN_HOSTS    The server's public keys, as ssh-keyscan prints them. Required with SSH_PRIVATE_KEY
#
# It needs jq, ssh and rsync 3.1 or later. An interrupted upload is completed by the next release, or by the same one again.
set -eu

state=repository.json.asc

# The web server has to read what it serves, whatever the umask here. The size and time of a file do not tell whether it changed.
copy() {
    rsync --recursive --times --perms --checksum --chmod=D755,F644 "$@"
}

use_key() {
    if [ -n "${SSH_PRIVATE_KEY:-}" ]; then
        (
            umask 077
            printf '%s\n' "$SSH_PRIVATE_KEY" >"$work/key"
            printf '%s\n' "$SSH_KNOWN_HOSTS" >"$work/known_hosts"
        )
        export RSYNC_RSH="ssh -i $work/key -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=$work/known_hosts"
    fi
}

fetch() {
    mkdir -p "$site"
    if [ -n "$(ls -A "$site")" ]; then
        echo "$site is not empty. Files of an interrupted release would look like published ones: delete them first." >&2
        exit 1
    fi
    copy --exclude='/*/pool/' "$server/" "$site/"
    # What this release starts from. The upload compares it.
    if [ -e "$site/$state" ]; then cp "$site/$state" "$site.state"; else : >"$site.state"; fi
}

# Prints the paths of a stage, one per line.
paths() {
    jq -r --arg stage "$1" '.writes[] | select(.stage == $stage) | .path' "$writes"
}

# Files of the same stage have no order.
upload_together() {
    paths "$1" >"$work/list"
    copy --files-from="$work/list" "$site/" "$server/"
}

# rsync sorts a list, so that each file needs its own.
upload_in_order() {
    paths "$1" >"$work/list"
    while IFS= read -r path; do
        printf '%s\n' "$path" >"$work/path"
        copy --files-from="$work/path" "$site/" "$server/" </dev/null
    done <"$work/list"
}

require_same_state() {
    : >"$work/$state"
    copy --ignore-missing-args "$server/$state" "$work/$state"
    # The second is left by an interrupted upload of this release.
    if ! cmp -s "$work/$state" "$site.state" && ! cmp -s "$work/$state" "$site/$state"; then
        echo "Another release has changed $server since this one fetched it. Run this release again." >&2
        exit 1
    fi
}

upload() {
    upload_together immutable
    require_same_state
    upload_together index
    upload_in_order pointer
    # They do not exist here any more.
    paths delete >"$work/list"
    copy --delete-missing-args --files-from="$work/list" "$site/" "$server/"
    echo "$server: $(jq '.writes | length' "$writes") changes"
}

case "${1:-} $#" in
'fetch 2' | 'upload 3') ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 64
    ;;
esac
server=${REPOSITORY_SERVER%/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
use_key
site=${2%/}
writes=${3:-}
"$1"
