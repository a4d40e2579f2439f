#!/usr/bin/env bash
# A Debian system for arm64, without a service manager, whose programs are emulated one by one (qemu-user-static).
#
#   foreign.sh image CACHE SUITE PACKAGE...   print the path of a root with these packages, and make it when CACHE has none (minutes)
#   foreign.sh run IMAGE DIR                  run DIR/batch as root in a root that lies over IMAGE, and print its output
#   foreign.sh isolated COMMAND...            run a command where the kernel knows the emulator
#
# DIR/packages is /root/packages inside. There is no network. The kernel learns the emulator in a user namespace of the root's own, which
# has all accounts of this machine (Linux 6.7 and later): the machine itself stays as it is.
set -euo pipefail

self=$(readlink -f "${BASH_SOURCE[0]}")
readonly self

# Runs a command with a user namespace, mounts and processes of its own, where the kernel knows the emulator. A process without a mapping
# has no capability: it gets them by the exec that follows.
isolated() {
	local child id
	# shellcheck disable=SC2016 # expanded inside
	unshare --user -- bash -c 'until read -r _ </proc/self/gid_map; do sleep 0.02; done
		exec unshare --mount --pid --ipc --fork --kill-child --propagation private -- bash "$@"' - "$self" registered "$@" &
	child=$!
	until [[ $(readlink "/proc/$child/ns/user") != $(readlink /proc/self/ns/user) ]]; do sleep 0.02; done
	for id in uid gid; do echo '0 0 4294967295' >"/proc/$child/${id}_map"; done
	wait "$child"
}

# ELF, 64-bit, little-endian, for a processor of type 183, as QEMU's own qemu-binfmt-conf.sh describes it. F opens the emulator now: it is
# not in the root.
registered() {
	local ident='\x7f\x45\x4c\x46\x02\x01\x01\x00' fixed='\xff\xff\xff\xff\xff\xff\xff\x00'
	local zeros='\x00\x00\x00\x00\x00\x00\x00\x00' ones='\xff\xff\xff\xff\xff\xff\xff\xff'
	mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
	printf '%s\n' ":arm64:M::$ident$zeros\\x02\\x00\\xb7\\x00:$fixed$ones\\xfe\\xff\\xff\\xff:$(command -v qemu-aarch64-static):F" \
		>/proc/sys/fs/binfmt_misc/register
	exec "$@"
}

# Runs a command in a root, with this machine's devices: a user namespace makes none.
inside() {
	local root=$1 device
	shift
	mount -t proc proc "$root/proc"
	for device in null zero full random urandom tty; do
		if [[ ! -e $root/dev/$device ]]; then : >"$root/dev/$device"; fi
		mount --bind "/dev/$device" "$root/dev/$device"
	done
	exec chroot "$root" env --ignore-environment HOME=/root LANG=C.UTF-8 TERM=dumb DEBIAN_FRONTEND=noninteractive \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

mirror() {
	# shellcheck disable=SC2016 # apt's own variable
	apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | sed -n 1p
}

# logrotate depends on cron, and that on systemd or its stand-alone tools. debootstrap takes the first, where the second are installed.
stand_in() {
	local directory=$1/tmp/stand-in
	mkdir -p "$directory/DEBIAN"
	printf '%s\n' 'Package: stand-in' 'Version: 1' 'Architecture: all' 'Maintainer: tests' 'Provides: logrotate' \
		'Description: stands for logrotate' >"$directory/DEBIAN/control"
	dpkg-deb --root-owner-group --build "$directory" "$directory.deb" >&2
	dpkg --root="$1" --install "$directory.deb" >&2
	rm -r "$directory" "$directory.deb"
}

make_image() {
	local target=$1 suite=$2
	shift 2
	rm -rf --one-file-system "$target.part"
	debootstrap --foreign --arch=arm64 --variant=minbase --include="$(IFS=, && echo "$*")" "$suite" "$target.part" "$(mirror)" >&2
	# For debootstrap, such a namespace is one of lxc: it makes no devices.
	isolated bash "$self" inside "$target.part" container=lxc /debootstrap/debootstrap --second-stage >&2
	stand_in "$target.part"
	rm -rf "$target.part"/etc/apt/sources.list "$target.part"/var/lib/apt/lists/* "$target.part"/var/cache/apt/archives/*.deb
	rm -f "$target.part/etc/resolv.conf"
	printf '127.0.0.1 localhost\n' >"$target.part/etc/hosts"
	mv "$target.part" "$target"
}

image() {
	local cache=$1 recipe image
	shift
	mkdir -p "$cache"
	recipe=$(declare -f make_image stand_in inside; echo "$*")
	recipe=$(sha256sum <<<"$recipe")
	image=$cache/$1-arm64-${recipe:0:12}
	exec 9>"$image.lock"
	flock 9
	if [[ ! -d $image ]]; then make_image "$image" "$@" 9>&-; fi
	printf '%s\n' "$image"
}

# The changeable layer is in memory, and gone with the mount namespace.
run() {
	local image=$1 dir=$2
	# The loopback interface: ioctl(SIOCSIFFLAGS, IFF_UP | IFF_RUNNING), netdevice(7).
	perl -MSocket -e 'socket(S, AF_INET, SOCK_DGRAM, 0) && ioctl(S, 0x8914, my $up = pack("a16 s x14", "lo", 0x41)) || die "lo: $!"'
	mkdir -p "$dir/root"
	mount -t tmpfs -o mode=755 changes "$dir/root"
	mkdir "$dir/root/changes" "$dir/root/work" "$dir/root/merged"
	mount -t overlay -o "lowerdir=$image,upperdir=$dir/root/changes,workdir=$dir/root/work" root "$dir/root/merged"
	mkdir "$dir/root/merged/root/packages"
	cp "$dir"/packages/* "$dir/root/merged/root/packages"
	cp "$dir/batch" "$dir/root/merged/root/batch"
	isolated bash "$self" inside "$dir/root/merged" bash -c 'cd /root && exec bash batch 2>&1'
}

case ${1:-} in
image) image "${@:2}" ;;
run) exec unshare --mount --net --propagation private -- bash "$self" within "${@:2}" ;;
within) run "${@:2}" ;;
isolated) isolated "${@:2}" ;;
registered) registered "${@:2}" ;;
inside) inside "${@:2}" ;;
*) exit 2 ;;
esac
