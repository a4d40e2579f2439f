#!/usr/bin/env bash
# A virtual machine with a kernel, a systemd and control groups (version 2) of its own, for one batch of commands.
#
#   vm.sh IMAGE DIR [default|ARCHIVE]   boot a copy of IMAGE, run DIR/batch in it as an administrator, and print its output
#
# With a third argument, SELinux is in enforcing mode: its policy is Debian's (default), or that of an archive with /etc/selinux/targeted.
# DIR/packages is /root/packages inside, and DIR/dotnet, if there is one, /usr/share/dotnet. What is made beside them in DIR is removed at
# the end, except console.log. There is no network.
set -euo pipefail

readonly image=$1 dir=$2 policy=${3:-}
readonly root=$dir/root disk=$dir/disk.img

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
	# Not as a service of systemd's domain: both policies allow an administrator's, in which package managers run.
	printf '[Service]\nSELinuxContext=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023\n' \
		>"$root/etc/systemd/system/batch.service.d/domain.conf"
	# It would switch to permissive mode and boot again.
	ln -sf /dev/null "$root/etc/systemd/system/selinux-autorelabel-mark.service"
	# Root may label files for a kernel that has no SELinux.
	chroot "$root" setfiles -F -e /proc -e /sys -e /dev "/etc/selinux/$type/contexts/files/file_contexts" /
}

install_batch() {
	mkdir -p "$root/root/packages"
	if [[ -d $dir/packages ]]; then cp "$dir"/packages/* "$root/root/packages"; fi
	if [[ -d $dir/dotnet ]]; then cp -r "$dir/dotnet" "$root/usr/share/dotnet"; fi
	{
		printf 'exec >/dev/ttyS1 2>&1\ntrap "echo end of batch; systemctl poweroff" EXIT\n'
		cat "$dir/batch"
	} >"$root/usr/local/sbin/batch"
	mkdir -p "$root/etc/systemd/system/batch.service.d" "$root/etc/systemd/system/multi-user.target.wants"
	cat >"$root/etc/systemd/system/batch.service" <<-'END'
		[Unit]
		After=auditd.service dbus.service systemd-user-sessions.service
		[Service]
		Environment=HOME=/root DEBIAN_FRONTEND=noninteractive
		WorkingDirectory=/root
		ExecStart=/bin/bash /usr/local/sbin/batch
	END
	ln -s ../batch.service "$root/etc/systemd/system/multi-user.target.wants/batch.service"
}

# A processor that cannot virtualize may have a /dev/kvm all the same, of a hypervisor that runs only kernels made for it.
accelerator() {
	if [[ -w /dev/kvm ]] && grep -Eqw 'vmx|svm' /proc/cpuinfo; then echo kvm; else echo tcg,thread=multi,tb-size=512; fi
}

# What the batch prints arrives with a terminal's line ends.
boot() {
	local kernel=("$image"/boot/vmlinuz-*) initrd=("$image"/boot/initrd.img-*) parameters=''
	if [[ $policy ]]; then parameters='security=selinux selinux=1 enforcing=1 audit=1 audit_backlog_limit=8192'; fi
	qemu-system-x86_64 -accel "$(accelerator)" -cpu max -m 2048 -smp 2 -nodefaults -display none -no-reboot \
		-kernel "${kernel[0]}" -initrd "${initrd[0]}" -drive "file=$disk,if=virtio,format=raw,cache=unsafe" \
		-serial "file:$dir/console.log" -serial "file:$dir/batch.log" \
		-append "root=/dev/vda rw console=ttyS0 panic=-1 mitigations=off systemd.getty_auto=no quiet $parameters" >&2
	if ! grep -q '^end of batch' "$dir/batch.log"; then
		tail -50 "$dir/console.log" "$dir/batch.log" >&2
		return 1
	fi
	tr -d '\r' <"$dir/batch.log" | sed '/^end of batch$/d'
}

trap clean EXIT
clean
cp -a "$image" "$root"
install_batch
if [[ $policy ]]; then install_policy; fi
mke2fs -q -F -t ext4 -d "$root" "$disk" 5G >&2
rm -rf --one-file-system "$root"
boot
