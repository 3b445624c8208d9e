#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# mkinitramfs.sh OUTPUT [DIRECTORY...] - packs a root file system around Debian's
# static busybox.
#
# usr/root is copied as it is; so is each further DIRECTORY.  The result depends
# on nothing but those files: names are sorted, owners are root, times are zero.
set -e
out=$(realpath -m "$1")
shift
here=$(dirname "$(realpath "$0")")
busybox=$(command -v busybox) || { echo >&2 "busybox is missing: run scripts/setup"; exit 1; }

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
for d in bin sbin usr/bin usr/sbin etc proc sys dev tmp root var/run mnt; do
	mkdir -p "$root/$d"
done
chmod 755 "$root"
chmod 1777 "$root/tmp"
cp "$busybox" "$root/bin/busybox"
"$busybox" --list-full | while read -r applet; do
	[ "$applet" = bin/busybox ] || ln -sf /bin/busybox "$root/$applet"
done
for dir in "$here/root" "$@"; do
	cp -R "$dir/." "$root/"
done
find "$root" -exec touch -h -d @0 {} +
mkdir -p "$(dirname "$out")"
(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 --reproducible --quiet) > "$out.tmp"
mv "$out.tmp" "$out"
