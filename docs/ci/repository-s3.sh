#!/bin/sh
# Keeps a repository for apt, dnf and zypper in a bucket of Amazon S3 or of a compatible service.
#
#   repository-s3.sh fetch SITE          Copies the indexes and the state, but no packages, into the empty directory SITE.
#   repository-s3.sh upload SITE WRITES  Uploads the changes that WRITES (repository-writes.json) lists, in their order.
#
# REPOSITORY_BUCKET      The bucket and, if you want, a path in it: s3://acme/packages/linux
# AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION
# AWS_ENDPOINT_URL       The address of another provider than Amazon
#
# It needs jq and the AWS command line, version 1 or 2. An interrupted upload is completed by the next release, or by the same one again.
set -eu

state=repository.json.asc

# Pipelines give a variable without a value an empty one, which the command line refuses.
if [ -z "${AWS_ENDPOINT_URL:-}" ]; then unset AWS_ENDPOINT_URL; fi
if [ -z "${AWS_DEFAULT_REGION:-}" ]; then unset AWS_DEFAULT_REGION; fi

# Other providers refuse the checksums that newer versions add.
export AWS_REQUEST_CHECKSUM_CALCULATION="${AWS_REQUEST_CHECKSUM_CALCULATION:-when_required}"
export AWS_RESPONSE_CHECKSUM_VALIDATION="${AWS_RESPONSE_CHECKSUM_VALIDATION:-when_required}"

# Versions before 1.29 and 2.13 do not read AWS_ENDPOINT_URL.
s3() {
    aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} s3 "$@" --only-show-errors </dev/null
}

fetch() {
    mkdir -p "$site"
    if [ -n "$(ls -A "$site")" ]; then
        echo "$site is not empty. Files of an interrupted release would look like published ones: delete them first." >&2
        exit 1
    fi
    s3 sync "$bucket/" "$site/" --exclude '*/pool/*'
    # What this release starts from. The upload compares it.
    if [ -e "$site/$state" ]; then cp "$site/$state" "$site.state"; else : >"$site.state"; fi
}

# Prints the paths of a stage, one per line.
paths() {
    jq -r --arg stage "$1" '.writes[] | select(.stage == $stage) | .path' "$writes"
}

cache_of() {
    jq -r --arg stage "$1" 'first(.writes[] | select(.stage == $stage) | .cacheControl)' "$writes"
}

# Files of the same stage have no order, and are uploaded at the same time.
upload_together() {
    paths "$1" >"$work/list"
    if [ ! -s "$work/list" ]; then return 0; fi
    while IFS= read -r path; do
        mkdir -p "$work/$1/$(dirname "$path")"
        cp "$site/$path" "$work/$1/$path"
    done <"$work/list"
    s3 cp "$work/$1/" "$bucket/" --recursive --cache-control "$(cache_of "$1")"
}

upload_in_order() {
    paths "$1" >"$work/list"
    cache=$(cache_of "$1")
    while IFS= read -r path; do
        s3 cp "$site/$path" "$bucket/$path" --cache-control "$cache"
    done <"$work/list"
}

require_same_state() {
    mkdir "$work/published"
    s3 sync "$bucket/" "$work/published/" --exclude '*' --include "$state"
    if [ ! -e "$work/published/$state" ]; then : >"$work/published/$state"; fi
    # The second is left by an interrupted upload of this release.
    if ! cmp -s "$work/published/$state" "$site.state" && ! cmp -s "$work/published/$state" "$site/$state"; then
        echo "Another release has changed $bucket since this one fetched it. Run this release again." >&2
        exit 1
    fi
}

upload() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    upload_together immutable
    require_same_state
    upload_together index
    upload_in_order pointer
    paths delete >"$work/list"
    while IFS= read -r path; do
        s3 rm "$bucket/$path"
    done <"$work/list"
    echo "$bucket: $(jq '.writes | length' "$writes") changes"
}

case "${1:-} $#" in
'fetch 2' | 'upload 3') ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 64
    ;;
esac
bucket=${REPOSITORY_BUCKET%/}
site=${2%/}
writes=${3:-}
"$1"
