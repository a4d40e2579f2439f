#!/bin/sh
# Packages seven services that other people wrote as .deb and .rpm with the one SDK line, and checks that the packages can be installed.
#
# usage: real-projects.sh FEED DIRECTORY [NAME...]
#   FEED       directory with ServicePackaging.Sdk.*.nupkg, such as artifacts/packages after ./build.sh --target=Pack
#   DIRECTORY  where the repositories are cloned, as DIRECTORY/NAME. A checkout that exists is used as it is, with its local changes.
#   NAME       the projects to package; all by default
#
# Prints one line for each project. DIRECTORY/NAME.log has the output of dotnet and apt, and DIRECTORY/packages/NAME the packages.
# The exit code is 1 if a project could not be packaged or a package could not be installed.
set -u
[ $# -ge 2 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
feed=$(cd "$1" && pwd) || exit 2
mkdir -p "$2" && directory=$(cd "$2" && pwd) || exit 2
shift 2
sdk=$(find "$feed" -maxdepth 1 -name 'ServicePackaging.Sdk.*.nupkg' | sort -V | tail -n 1)
[ -n "$sdk" ] || { echo "$feed has no ServicePackaging.Sdk.*.nupkg. Run ./build.sh --target=Pack." >&2; exit 2; }
version=${sdk##*/ServicePackaging.Sdk.}
version=${version%.nupkg}
export NUGET_PACKAGES="${NUGET_PACKAGES:-$directory/nuget}" DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# Another build of the same version may be in NuGet's folder.
rm -rf "$NUGET_PACKAGES/servicepackaging.sdk/$version"

# name, GitHub repository, tag or commit, directory of the project, arguments of dotnet publish
projects() {
  cat <<'TABLE'
garnet microsoft/garnet v2.1.4 main/GarnetServer -f net10.0
akka petabridge/akkadotnet-code-samples 1cfe143f6ef388b191c57144e356fe839eab2986 src/clustering/cluster-client/ClusterClientSample.Gateway
DnsServer TechnitiumSoftware/DnsServer v15.2.0 DnsServerApp
IPBan DigitalRuby/IPBan 4.1.0 IPBan -p:Version=4.1.0
MQTTnet dotnet/MQTTnet v5.2.0 Source/MQTTnet.AspTestApp -f net10.0 -p:Version=5.2.0
gps-tracker dotnet/samples 5fee0c35e0e8efc02a5234ed55bb2592f6d1b0b6 orleans/GPSTracker/GPSTracker.Service
quartznet quartznet/quartznet d97e7822f25987ad7944249c37ca5573835f171e src/Quartz.Examples.Worker
TABLE
}

# checkout NAME REPOSITORY REVISION
checkout() {
  [ ! -d "$directory/$1" ] || return 0
  new=$directory/$1.new
  rm -rf "$new"
  git init -q "$new" && git -C "$new" fetch -q --depth 1 "https://github.com/$2" "$3" && git -C "$new" checkout -q FETCH_HEAD &&
    mv "$new" "$directory/$1"
}

# What a repository needs before its project can be built
prepare() {
  case $1 in
    DnsServer) # It refers to the assemblies of a checkout beside its own.
      checkout TechnitiumLibrary TechnitiumSoftware/TechnitiumLibrary dns-server-v15.2.0 || return
      for library in ByteTree Net Security.OTP; do
        dotnet build -c Release "$directory/TechnitiumLibrary/TechnitiumLibrary.$library" || return
      done ;;
  esac
}

# add_sdk: adds the SDK line to the project in this directory, and writes a nuget.config. Without its source mapping, NuGet warns of two sources.
add_sdk() {
  set -- *.csproj
  sed -i '/<Sdk Name="ServicePackaging.Sdk"/d' "$1" &&
    sed -i "0,/<Project .*>/s|<Project .*>|&\\n  <Sdk Name=\"ServicePackaging.Sdk\" Version=\"$version\" />|" "$1" &&
    cat >nuget.config <<CONFIG
<configuration>
  <packageSources>
    <clear />
    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
    <add key="real-projects" value="$feed" />
  </packageSources>
  <packageSourceMapping>
    <clear />
    <packageSource key="nuget.org"><package pattern="*" /></packageSource>
    <packageSource key="real-projects"><package pattern="ServicePackaging.*" /></packageSource>
  </packageSourceMapping>
</configuration>
CONFIG
}

# package NAME REPOSITORY REVISION PROJECT [ARGUMENT...]
package() {
  packages=$directory/packages/$1
  rm -rf "$packages"
  checkout "$1" "$2" "$3" && prepare "$1" && cd "$directory/$1/$4" && add_sdk || return
  shift 4
  dotnet publish "$@" -p:ServicePackage=deb+rpm -o "$packages"
}

# Simulates the installation of a .deb on this machine.
installs() {
  command -v apt-get >/dev/null || { echo "not tried, there is no apt-get"; return; }
  if apt-get install -s -y "$1" >>"$2" 2>&1; then echo installs; else echo "DOES NOT INSTALL"; fi
}

# What an .rpm of x86_64 requires and no distribution of x86_64 provides
foreign() {
  command -v rpm >/dev/null || { echo "not tried, there is no rpm"; return; }
  requires=$(rpm -qp --requires "$1" | grep -E 'musl|bionic|aarch64|armhf|riscv|loongarch|^ld-linux\.so' | sort -u | tr '\n' ' ')
  if [ -z "$requires" ]; then echo "no foreign requirements"; else echo "REQUIRES $requires"; fi
}

# The codes of the warnings in a log, each with the number of different lines
warnings() {
  codes='warning [A-Z]+[0-9]+'
  grep -E "$codes" "$1" | sort -u | grep -oE "$codes" | sort | uniq -c | awk '{ printf " %s x %s", $3, $1 }'
}

failed=0
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
projects >"$rows"
while read -r name row; do
  case " $* " in "  " | *" $name "*) ;; *) continue ;; esac
  log=$directory/$name.log
  # shellcheck disable=SC2086 # a row is a list of words
  if (package "$name" $row) >"$log" 2>&1 </dev/null; then
    deb=$(find "$directory/packages/$name" -name '*.deb') rpm=$(find "$directory/packages/$name" -name '*.rpm')
    result="${deb##*/} $(installs "$deb" "$log"); ${rpm##*/} $(foreign "$rpm")"
  else
    result="NOT PACKAGED, see $log"
  fi
  codes=$(warnings "$log")
  echo "$name: $result; warnings:${codes:- none}"
  case $result in *"NOT "* | *REQUIRES*) failed=1 ;; esac
done <"$rows"
exit $failed
