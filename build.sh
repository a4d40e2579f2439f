#!/bin/sh
# The one entry point. Without arguments it lists the targets; ./build.sh --target=Test runs one.
set -eu
cd "$(dirname "$0")"
dotnet tool restore >/dev/null
exec dotnet cake build.cake "$@"
