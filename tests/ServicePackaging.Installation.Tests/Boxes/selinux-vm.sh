#!/usr/bin/env bash
# A virtual machine with SELinux in enforcing mode, for one batch of commands.
#
#   selinux-vm.sh IMAGE DIR default|ARCHIVE   boot a copy of IMAGE, run DIR/batch in it as an administrator, and print its output
#
# The policy is Debian's (default), or that of an archive with /etc/selinux/targeted. DIR/packages is /root/packages inside, and DIR/dotnet,
# if there is one, /usr/share/dotnet. What is made beside them in DIR is removed at the end, except console.log.
# It is a machine of its own since the kernel has one policy for all containers; this machine's kernel need not know SELinux.
set -euo pipefail

readonly image=$1 dir=$2 policy=$3
readonly root=$dir/root disk=$dir/disk.img
readonly selinux='security=selinux selinux=1 enforcing=1 audit=1 audit_backlog_limit=8192'

clean() { rm -rf --one-file-system "$root" "$disk" "$dir/batch.log"; }

install_policy() {
	local type=default
	if [[ $policy != default ]]; then
		type=targeted
		tar --extract --xz --no-same-owner --file "$policy" --directory "$root" etc/selinux/targeted
		# The compiled form belongs to the library of the system that compiled it; the text is read instead.
		rm -f "$root"/etc/selinux/targeted/contexts/files/*.bin
	fi
	printf 'SELINUX=enforcing\nSELINUXTYPE=%s\n' "$type" >"$root/etc/selinux/config"
	# Root may label files for a kernel that has no SELinux.
	chroot "$root" setfiles -F -e /proc -e /sys -e /dev "/etc/selinux/$type/contexts/files/file_contexts" /
}

# Not as a service of systemd's domain: both policies allow an administrator's, in which package managers run.
install_batch() {
	mkdir -p "$root/root/packages"
	if [[ -d $dir/packages ]]; then cp "$dir"/packages/* "$root/root/packages"; fi
	if [[ -d $dir/dotnet ]]; then cp -r "$dir/dotnet" "$root/usr/share/dotnet"; fi
	{
		printf 'exec >/dev/ttyS1 2>&1\ntrap "systemctl poweroff" EXIT\n'
		cat "$dir/batch"
	} >"$root/usr/local/sbin/batch"
	cat >"$root/etc/systemd/system/batch.service" <<-'END'
		[Unit]
		After=auditd.service systemd-user-sessions.service
		[Service]
		SELinuxContext=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023
		Environment=HOME=/root DEBIAN_FRONTEND=noninteractive
		WorkingDirectory=/root
		ExecStart=/bin/bash /usr/local/sbin/batch
	END
	mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
	ln -s ../batch.service "$root/etc/systemd/system/multi-user.target.wants/batch.service"
	# It would switch to permissive mode and boot again.
	ln -sf /dev/null "$root/etc/systemd/system/selinux-autorelabel-mark.service"
}

# What the batch prints arrives with a terminal's line ends.
boot() {
	local kernel=("$image"/boot/vmlinuz-*) initrd=("$image"/boot/initrd.img-*) accelerator=tcg,thread=multi,tb-size=512
	if [[ -w /dev/kvm ]]; then accelerator=kvm; fi
	qemu-system-x86_64 -accel "$accelerator" -cpu max -m 2048 -smp 2 -nodefaults -display none -no-reboot \
		-kernel "${kernel[0]}" -initrd "${initrd[0]}" -drive "file=$disk,if=virtio,format=raw,cache=unsafe" \
		-serial "file:$dir/console.log" -serial "file:$dir/batch.log" \
		-append "root=/dev/vda rw console=ttyS0 panic=-1 mitigations=off systemd.getty_auto=no quiet $selinux" >&2
	tr -d '\r' <"$dir/batch.log"
}

trap clean EXIT
clean
cp -a "$image" "$root"
install_batch
install_policy
mke2fs -q -F -t ext4 -d "$root" "$disk" 5G
rm -rf --one-file-system "$root"
boot
