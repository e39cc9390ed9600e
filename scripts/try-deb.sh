#!/usr/bin/env bash
# Installs a deb of the program in a root of its own with nothing but what the deb declares, tries it there, removes it,
# and looks for what stayed. Superuser, debootstrap: `scripts/try-deb.sh FILE.deb [SUITE]`.
set -euo pipefail
deb=$(realpath "$1")
suite=${2:-bookworm}
clean=$(mktemp -d)
chmod 755 "$clean"
trap 'umount "$clean/proc" "$clean/dev/shm" 2> /dev/null || true; rm -rf "$clean"' EXIT

debootstrap --variant=minbase "$suite" "$clean" > /dev/null
mkdir -p "$clean/dev/shm"
mount -t proc proc "$clean/proc"
mount -t tmpfs tmpfs "$clean/dev/shm"
cp "$deb" "$clean/tmp/tapedeck.deb"
inside() { chroot "$clean" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }

inside apt-get update -qq
inside apt-get install -qq -y --no-install-recommends /tmp/tapedeck.deb > /dev/null
echo "installed: $(inside dpkg-query -W -f='${Package} ${Version}' tapedeck)"
# The display is the machine's, not the program's.
inside apt-get install -qq -y --no-install-recommends xvfb xauth > /dev/null
inside useradd --create-home trader
# The browser writes to its temporary files once more when the program has ended; they go with the folder.
inside su trader -c 'mkdir /tmp/trial && TMPDIR=/tmp/trial xvfb-run -a tapedeck --no-sandbox --smoke=/tmp/smoke.json; code=$?; rm -rf /tmp/trial; exit $code' > "$clean/tmp/said.txt" 2>&1 || { cat "$clean/tmp/"{said.txt,smoke.json}; exit 1; }
grep -c '"ok": true' "$clean/tmp/smoke.json" | sed 's/^/checks that say ok, the whole among them: /'
inside apt-get purge -qq -y tapedeck > /dev/null
left=$(find "$clean/opt" "$clean/usr/share" "$clean/usr/bin" "$clean/home" "$clean/tmp" -iname '*tapedeck*' ! -name tapedeck.deb 2> /dev/null || true)
[ -z "$left" ] || { echo "stayed after removal:"; echo "$left"; exit 1; }
echo "removed without a trace"
