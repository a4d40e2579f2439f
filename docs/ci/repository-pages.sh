#!/bin/sh
# Keeps a repository for apt, dnf and zypper in a git branch that a static-pages host serves, such as GitHub Pages.
#
#   repository-pages.sh fetch SITE          Copies the indexes and the state, but no packages, into the empty directory SITE.
#   repository-pages.sh upload SITE WRITES  Uploads the changes that WRITES (repository-writes.json) lists, all at once.
#
# REPOSITORY_REMOTE  The address of the git repository: https://github.com/acme/packages.git
# REPOSITORY_BRANCH  The branch; gh-pages if it is not set
# REPOSITORY_TOKEN   A token that may push to it, if git does not find one itself
#
# It needs jq and git 2.35 or later. The branch always has one commit, so that deleted packages do not stay in its history.
set -eu

git() {
    if [ -z "${REPOSITORY_TOKEN:-}" ]; then
        command git "$@"
    else
        # A shell that git starts expands the variable: the token is in no command line.
        # shellcheck disable=SC2016
        command git -c credential.helper= -c credential.helper='!f() { echo username=token; echo "password=$REPOSITORY_TOKEN"; }; f' "$@"
    fi
}

fetch() {
    mkdir -p "$site"
    if [ -n "$(ls -A "$site")" ]; then
        echo "$site is not empty. Files of an interrupted release would look like published ones: delete them first." >&2
        exit 1
    fi
    if [ -n "$(git ls-remote --heads "$remote" "refs/heads/$branch")" ]; then
        git clone --quiet --depth=1 --filter=blob:none --no-checkout --branch "$branch" "$remote" "$site"
        git -C "$site" sparse-checkout set --no-cone '/*' '!/*/pool/'
        git -C "$site" checkout --quiet "$branch"
    else
        git init --quiet --initial-branch="$branch" "$site"
    fi
}

# Prints the paths of a stage, one per line; with a second argument, those of all other stages.
paths() {
    jq -r --arg stage "$1" ".writes[] | select(.stage ${2:-==} \$stage) | .path" "$writes"
}

upload() {
    writes=$(realpath "$writes")
    cd "$site"
    # GitHub Pages would leave out files whose names begin with an underscore.
    : >.nojekyll
    paths delete != >.git/list
    echo .nojekyll >>.git/list
    git --literal-pathspecs add --sparse --force --pathspec-from-file=.git/list
    paths delete >.git/list
    while IFS= read -r path; do
        git --literal-pathspecs rm --quiet --cached --sparse --ignore-unmatch -- "$path" </dev/null
    done <.git/list
    base=$(git rev-parse --quiet --verify HEAD || true)
    tree=$(git write-tree)
    if [ -n "$base" ] && [ "$tree" = "$(git rev-parse 'HEAD^{tree}')" ]; then
        echo "$remote: no changes"
        return 0
    fi
    commit=$(git -c user.name=release -c user.email=release@localhost commit-tree "$tree" -m 'Publish packages')
    # Refused if another release has pushed since this one fetched the branch: run this release again.
    git push --quiet --force-with-lease="refs/heads/$branch:$base" "$remote" "$commit:refs/heads/$branch"
    git update-ref "refs/heads/$branch" "$commit"
    echo "$remote: $(jq '.writes | length' "$writes") changes"
}

case "${1:-} $#" in
'fetch 2' | 'upload 3') ;;
*)
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 64
    ;;
esac
remote=$REPOSITORY_REMOTE
branch=${REPOSITORY_BRANCH:-gh-pages}
site=${2%/}
writes=${3:-}
"$1"
