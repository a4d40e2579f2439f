#!/bin/sh
# Writes what greeting.txt says to a file, once a second.
set -eu
here=$(dirname "$0")
trap 'echo stopping; exit 0' TERM
trap 'echo reloaded' HUP
echo "up with $(cat "$here/share/greeting.txt")"
while :; do
	cat "$here/share/greeting.txt" >>"$1"
	sleep 1 &
	wait $! || :
done
