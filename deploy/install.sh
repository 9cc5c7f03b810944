#!/bin/sh
# Install Federation from this checkout:  sudo sh deploy/install.sh     (again: an upgrade; nothing that was set is changed)
# With INTO=/some/folder everything goes below that folder, for an ordinary user, and no unit is started.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
into=${INTO:-}
program=$into/opt/federation
settings=$into/etc/federation
units=$into/etc/systemd/system
state=$into/var/lib/federation

if [ -z "$into" ]; then
    [ "$(id -u)" = 0 ] || { echo "Run this as root, or name a folder: INTO=\$HOME/federation sh deploy/install.sh" >&2; exit 1; }
    for name in federation federation-copies; do
        id $name >/dev/null 2>&1 || useradd --system --home-dir "/var/lib/$name" --shell /usr/sbin/nologin $name
    done
fi
mkdir -p "$settings" "$units" "$state" "$program"

echo "Installing the program in $program ..."
[ -x "$program/bin/python" ] || python3 -m venv "$program"
"$program/bin/pip" install --quiet --require-hashes -r "$source/requirements/prod.txt"
"$program/bin/pip" install --quiet --require-hashes --no-deps -r "$source/requirements/assets.txt"
"$program/bin/pip" install --quiet --require-hashes -r "$source/requirements/build.txt"
"$program/bin/pip" install --quiet --no-deps --no-build-isolation "$source" "$source"/plugins/*/

echo "Settings in $settings, units in $units ..."
secret() { "$program/bin/python" -c 'import secrets; print(secrets.token_urlsafe(48))'; }
for name in federation.env owner.env; do
    [ -e "$settings/$name" ] || sed -e "s|^FEDERATION_SECRET_KEY=.*|FEDERATION_SECRET_KEY=$(secret)|" \
        -e "s|^FEDERATION_SEAL_KEY=.*|FEDERATION_SEAL_KEY=$(secret)|" "$source/deploy/$name" >"$settings/$name"
done
[ -e "$settings/production.toml" ] || cp "$source/config/production.example.toml" "$settings/production.toml"
[ -e "$settings/passphrase" ] || secret >"$settings/passphrase"
chmod 0600 "$settings"/federation.env "$settings"/owner.env "$settings"/passphrase
cp "$source"/deploy/*.service "$source"/deploy/*.timer "$units"

if [ -z "$into" ]; then
    chown federation:federation "$state"
    systemctl daemon-reload
fi
cat <<END
Installed. What is left to do by hand, as docs/deployment.md says:
  1. In PostgreSQL: two roles and a database.
  2. In $settings: federation.env (the database, the mail server's password), owner.env (the owner), production.toml (address, mail).
     Write what is in passphrase on paper, and keep it elsewhere: without it no copy gives the secret key back.
  3. set -a; . $settings/federation.env; . $settings/owner.env; $program/bin/federation db upgrade
  4. systemctl enable --now federation federation-worker federation-backup.timer
  5. A proxy that ends TLS: deploy/nginx.conf or deploy/Caddyfile.
  6. $program/bin/federation doctor
END
