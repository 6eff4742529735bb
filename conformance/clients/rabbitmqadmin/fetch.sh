#!/bin/sh
# Puts rabbitmqadmin into the file that is named: the installed one, or that of
# Debian's package, which is downloaded and not installed, since it would start a
# RabbitMQ. Nothing of it is kept in the repository.
set -eu

target=$1
[ -s "$target" ] && exit 0

if installed=$(command -v rabbitmqadmin); then
  cp "$(readlink -f "$installed")" "$target"
  exit 0
fi
if [ -n "${CONFORMANCE_NO_INSTALL:-}" ]; then
  echo 'rabbitmqadmin is not installed, and nothing may be downloaded' >&2
  exit 1
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# apt-get drops its rights, and has to be able to write here.
chmod 777 "$scratch"
(cd "$scratch" && apt-get -q -o Acquire::Retries=3 download rabbitmq-server >&2)
dpkg-deb --fsys-tarfile "$scratch"/rabbitmq-server_*.deb >"$scratch/files.tar"
tar -xOf "$scratch/files.tar" ./usr/bin/rabbitmqadmin >"$scratch/rabbitmqadmin"
chmod +x "$scratch/rabbitmqadmin"
mv "$scratch/rabbitmqadmin" "$target"
