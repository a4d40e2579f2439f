#!/bin/sh
# Runs until the service manager stops it. Replace this script with your program.
set -eu
trap 'exit 0' TERM INT

while :; do
	echo 'The service is running.'
	sleep 60 &
	wait $!
done
