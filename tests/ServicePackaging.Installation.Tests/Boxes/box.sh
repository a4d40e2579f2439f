#!/usr/bin/env bash
# A throw-away Debian system in namespaces of its own, over an image that it does not touch.
#
#   box.sh run systemd|plain IMAGE DIR   be the box's keeper; the box lives until standard input ends or the system powers off
#   box.sh exec DIR COMMAND...           run COMMAND in the box; its exit code is ours
#
# `run` says "up STATE" on standard output when the system is up (STATE as `systemctl is-system-running` has it), once per boot: a
# reboot inside is a reboot. DIR is made by `run` and is gone when it ends; DIR/share is /share inside, DIR/console.log systemd's
# console. What the box writes is in a tmpfs that only the box's namespaces see, so that nothing outlives them.
# Its keeper's death, even by SIGKILL, is the box's death; what is then left of it on disk, the next `run` clears away.
set -euo pipefail

self=$(readlink -f "${BASH_SOURCE[0]}")
readonly self
readonly box_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Not the box's to use: the kernel has them once for all of us (clock, modules, raw hardware, kernel log).
readonly dropped_capabilities=-sys_time,-sys_module,-sys_rawio,-syslog,-wake_alarm

die() {
	printf 'box: %s\n' "$*" >&2
	exit 125
}

# --- control groups: one group per hierarchy, below our own, so that our limits stay the box's --------------------------------

cgroups_are_unified() { [[ $(stat --file-system --format=%T /sys/fs/cgroup) == cgroup2fs ]]; }

# The box's groups, one line each. In cgroup v2 a group with processes cannot hand controllers down, so it cannot be below ours.
list_groups() {
	local name=$1 controllers path hierarchy
	if cgroups_are_unified; then
		printf '/sys/fs/cgroup/%s\n' "$name"
		return
	fi
	while IFS=: read -r _ controllers path; do
		hierarchy=${controllers#name=}
		hierarchy=/sys/fs/cgroup/${hierarchy:-unified}
		if [[ -d $hierarchy ]]; then printf '%s%s/%s\n' "$hierarchy" "${path%/}" "$name"; fi
	done </proc/self/cgroup
}

make_group() {
	local group=$1 file
	[[ ! -d $group ]] || return 0
	mkdir "$group"
	for file in cpuset.cpus cpuset.mems; do # a v1 cpuset takes no process before it has both
		if [[ $group == /sys/fs/cgroup/cpuset/* ]]; then cat "${group%/*}/$file" >"$group/$file"; fi
	done
}

# Moves the calling shell into a group. A systemd that is booting removes groups it finds empty, ours too, in the moment before we are in it.
join_group() {
	local attempt
	for ((attempt = 0; attempt < 100; attempt++)); do
		if make_group "$1" && printf '%s\n' "$BASHPID" >"$1/cgroup.procs"; then return; fi 2>/dev/null
		sleep 0.02
	done
	die "cannot enter $1"
}

# Moves the calling shell into the groups of the box in $1, or into a group named $2 below each.
join_groups() {
	local group
	while read -r group; do join_group "$group${2:+/$2}"; done <"$1/cgroups"
}

# A group is busy until its last process has been reaped, which may take a moment.
remove_groups() {
	local group attempt
	[[ -f $1/cgroups ]] || return 0
	while read -r group; do
		for ((attempt = 0; attempt < 100; attempt++)); do
			[[ -d $group ]] || break
			find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.05
		done
	done <"$1/cgroups"
}

# --- inside the new namespaces, before the system's own first process -----------------------------------------------------------

mount_kernel_file_systems() {
	mount -t proc -o nosuid,nodev,noexec proc proc
	# The kernel's settings are the host's. The boot id is the box's own: journalctl tells boots apart by it.
	cat proc/sys/kernel/random/uuid >run/boot-id
	mount --bind proc/sys proc/sys
	mount --bind run/boot-id proc/sys/kernel/random/boot_id
	mount -o remount,bind,ro proc/sys
	mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
}

mount_devices() {
	local name major minor link target
	mount -t tmpfs -o mode=755,nosuid dev dev
	while read -r name major minor; do mknod --mode=666 "dev/$name" c "$major" "$minor"; done <<-END
		null 1 3
		zero 1 5
		full 1 7
		random 1 8
		urandom 1 9
		tty 5 0
	END
	while read -r link target; do ln -s "$target" "dev/$link"; done <<-END
		ptmx pts/ptmx
		fd /proc/self/fd
		stdin fd/0
		stdout fd/1
		stderr fd/2
	END
	mkdir dev/pts dev/shm
	mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5,nosuid,noexec devpts dev/pts
	mount -t tmpfs -o mode=1777,nosuid,nodev shm dev/shm
}

# The layout that systemd looks for: on a v1 host each controller, its own hierarchy, and v2 as `unified` beside them ("hybrid").
mount_cgroups() {
	local group controller
	if cgroups_are_unified; then
		mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
		return
	fi
	mount -t tmpfs -o mode=755,nosuid,nodev,noexec cgroup sys/fs/cgroup
	while read -r group; do
		controller=${group#/sys/fs/cgroup/}
		controller=${controller%%/*}
		mkdir "sys/fs/cgroup/$controller"
		case $controller in
		unified) mount -t cgroup2 cgroup2 sys/fs/cgroup/unified ;;
		systemd) mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd ;;
		*) mount -t cgroup -o "$controller" cgroup "sys/fs/cgroup/$controller" ;;
		esac
	done <"$1/cgroups"
}

# A network namespace begins with its loopback interface down. systemd raises it; where there is no systemd, we do:
# ioctl(SIOCSIFFLAGS, IFF_UP | IFF_RUNNING) by Debian's essential perl (netdevice(7)).
raise_loopback() {
	chroot . perl -MSocket -e 'socket(S, AF_INET, SOCK_DGRAM, 0) && ioctl(S, 0x8914, my $up = pack("a16 s x14", "lo", 0x41)) || die "lo: $!"'
}

# Becomes the box's first process. Standard output is the keeper's ear: it learns our pid, as the host counts, and no more.
enter() {
	local kind=$1 dir=$2 pid
	local -a init=(sleep infinity)
	exec 2>>"$dir/console.log"
	read -r pid _ </proc/self/stat # the host's /proc, still
	cd "$dir/root"
	mount -t tmpfs -o mode=755,nosuid,nodev run run
	mkdir -p run/lock share
	mount --bind "$dir/share" share
	mount_kernel_file_systems
	mount_devices
	if [[ $kind == systemd ]]; then
		mount_cgroups "$dir"
		init=(/lib/systemd/systemd --system)
	else
		raise_loopback
	fi
	hostname box
	pivot_root . .
	umount --lazy .
	mount --make-rshared / # as systemd does outside containers: service credentials travel through it
	printf '%s\n' "$pid"
	exec </dev/null >&2
	exec env --ignore-environment container=box PATH="$box_path" \
		setpriv --bounding-set "$dropped_capabilities" --inh-caps -all "${init[@]}"
}

# --- the keeper -------------------------------------------------------------------------------------------------------------

# The lock goes last: a directory without one is not known for a box's, and never removed.
remove_directory() {
	rm -rf --one-file-system "$1/root" "$1/share" "$1/cgroups" "$1/pid" "$1/console.log"
	rm -f "$1/lock"
	rmdir "$1"
}

# A DIR whose keeper is dead has a lock that nobody holds. New keepers wait, so that none loses the DIR it has yet to lock.
claim_directory() {
	local dir=$1 other
	mkdir -p "${dir%/*}"
	exec 8>"${dir%/*}/.lock"
	flock 8
	for other in "${dir%/*}"/*/; do
		if [[ -f $other/lock ]] && flock --nonblock "$other/lock" true; then
			remove_groups "$other"
			remove_directory "$other"
		fi
	done
	mkdir "$dir" "$dir/root" "$dir/share"
	: >"$dir/cgroups"
	exec 9>"$dir/lock"
	flock 9
	exec 8>&-
}

# The changeable layer is in memory: no flushing, nothing to delete, and no demands on the file system that holds DIR.
mount_root() {
	local image=$1 dir=$2
	mount -t tmpfs -o mode=755 box "$dir/root"
	mkdir "$dir/root/changes" "$dir/root/work" "$dir/root/merged"
	mount -t overlay -o "lowerdir=$image,upperdir=$dir/root/changes,workdir=$dir/root/work" box "$dir/root/merged"
	mount --move "$dir/root/merged" "$dir/root"
	# An empty machine-id is systemd's sign of a first boot, when it would apply all presets.
	tr -d - </proc/sys/kernel/random/uuid >"$dir/root/etc/machine-id"
}

# Waits inside for the end of the boot. The test is for systemd's private socket: before it, systemctl has nobody to ask.
await_boot() {
	# shellcheck disable=SC2016 # expanded inside
	bash "$self" exec "$1" sh -c 'until [ -S /run/systemd/private ]; do sleep 0.02; done
		printf "up %s\n" "$(systemctl is-system-running --wait)"'
}

# Ends with the keeper, lest it signal another process that got the keeper's id.
watch_lifeline() {
	# shellcheck disable=SC2016 # expanded by the shell that waits
	exec setpriv --pdeathsig KILL bash -c 'while read -r _; do :; done; kill -TERM "$PPID"'
}

end_box() {
	local status=$?
	trap '' TERM
	if ((status != 0)); then cat "$dir/console.log" >&3; fi
	if [[ -n $lifeline ]]; then kill -KILL "$lifeline" 2>/dev/null || true; fi
	if [[ -n $first ]] && kill -KILL "$first" 2>/dev/null; then wait "$first" || true; fi
	while mountpoint --quiet "$dir/root"; do umount --lazy "$dir/root"; done
	remove_groups "$dir"
	remove_directory "$dir"
}

# The reboot system call ends a pid namespace's first process with SIGHUP for a restart, SIGINT for power off (pid_namespaces(7)).
readonly ended_by_restart=$((128 + 1))

keep() {
	local kind=$1 image=$2 pid status=$ended_by_restart namespaces=(--mount --pid --ipc --uts --net)
	dir=$3 first='' lifeline='' # not local, for end_box runs when our scope is gone
	claim_directory "$dir"
	exec 3>&2 2>>"$dir/console.log"
	trap end_box EXIT
	trap 'exit 0' TERM
	trap '' PIPE
	watch_lifeline <&0 >/dev/null 3>&- 9>&- &
	lifeline=$!
	mount_root "$image" "$dir"
	if [[ $kind == systemd ]]; then
		list_groups "box-${dir##*/}" >"$dir/cgroups"
		namespaces+=(--cgroup)
	fi
	while ((status == ended_by_restart)); do
		coproc BOX {
			join_groups "$dir"
			exec 3>&- 9>&- setpriv --pdeathsig KILL \
				unshare "${namespaces[@]}" --propagation private --fork --kill-child -- bash "$self" enter "$kind" "$dir"
		}
		first=$! # BOX_PID is unset at the box's end
		read -r pid <&"${BOX[0]}" || exit 125
		printf '%s\n' "$pid" >"$dir/pid"
		if [[ $kind == systemd ]]; then await_boot "$dir" 3>&- 9>&- & else echo 'up plain'; fi
		status=0
		wait "$first" || status=$?
		first=
	done
}

# --- commands -----------------------------------------------------------------------------------------------------------------

execute() {
	local dir=$1 pid
	shift
	pid=$(<"$dir/pid") || die "no box runs in $dir"
	join_groups "$dir" exec.slice
	# The command dies with us: a timeout outside is a timeout inside.
	exec nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup --root -- \
		setpriv --pdeathsig KILL --bounding-set "$dropped_capabilities" --inh-caps -all \
		env --ignore-environment --chdir=/root HOME=/root USER=root LOGNAME=root SHELL=/bin/bash LANG=C.UTF-8 TERM=dumb \
		DEBIAN_FRONTEND=noninteractive PATH="$box_path" "$@"
}

case $#:${1:-} in
# A session of its own keeps the terminal's Ctrl-C from the keeper, which must stay to clear up.
4:run) exec setsid --wait unshare --mount --propagation private -- bash "$self" keep "${@:2}" ;;
4:keep) keep "$2" "$3" "$4" ;;
3:enter) enter "$2" "$3" ;;
*:exec) execute "${@:2}" ;;
*) die 'run KIND IMAGE DIR, or exec DIR COMMAND...' ;;
esac
