#!/bin/sh
# Replaces whatever is in the directories of the arguments by links to the same name in /etc/victim, and adds links under names that root
# may use there: "hello" to root. Once more when it is stopped.
attack() {
	for directory; do
		for entry in "$directory"/* "$directory"/*/*; do
			[ -L "$entry" ] || [ ! -e "$entry" ] || { rm -rf "$entry" && ln -s "/etc/victim/${entry##*/}" "$entry"; }
		done
		for name in x.log x.log.1 x.log.1.gz out.log.1 logrotate.status attacker.sock attacker.pid attacker.conf.dpkg-new attacker.conf.rpmnew deep; do
			ln -s "/etc/victim/$name" "$directory/$name"
			ln "/etc/victim/$name" "$directory/hard-$name"
		done
	done 2>/dev/null
	ln -s /etc/victim/planted "$1/planted" 2>/dev/null
}

attack "$@"
trap 'attack "$@"; exit 0' TERM
while :; do
	sleep 1 &
	wait $!
done
