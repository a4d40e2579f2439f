#!/bin/sh
# The one entry point: ./build.sh --target=Test (Build, Generate, Pack, Demo, Site, Docs, Test, TestTools, Bench; ./build.sh --description lists them).
set -eu
cd "$(dirname "$0")"
dotnet tool restore >/dev/null
exec dotnet cake build.cake "$@"
