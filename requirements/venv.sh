#!/bin/sh
# Makes .venv with Python 3.11 or newer and puts uv, the installer, into it. Called by make; PYTHON=... names another Python.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# A name on PATH may be a shim for a Python that is not installed, so each is tried.
find_python() {
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
        if new_enough "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    say "Federation needs Python 3.11 or newer, and none was found under the name ${PYTHON:-python3 or python3.11 to python3.14}."
    say "Install one (Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv) and type the command again."
    exit 1
}

has_pip_for_venv() { "$python" -c 'import ensurepip' >/dev/null 2>&1; }

# Debian and Ubuntu keep the part of Python that puts pip into an environment in a package of its own.
install_pip_for_venv() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    say "Installing $package ..."
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null &&
        has_pip_for_venv
}

# A .venv that came with a moved or copied checkout, or whose Python is gone, is made anew; any other is kept.
is_good() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        [ "$(cat .venv/.made 2>/dev/null || pwd -P)" = "$(pwd -P)" ]
}

make_venv() {
    python=$(find_python)
    rm -rf .venv
    if has_pip_for_venv || install_pip_for_venv; then
        "$python" -m venv .venv
    elif command -v uv >/dev/null; then
        uv venv -q --python "$(command -v "$python")" .venv
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --without-pip .venv
    else
        say "This Python cannot make an environment with pip in it: its 'ensurepip' is missing."
        say "On Debian or Ubuntu: sudo apt-get install python3-venv      and type the command again."
        exit 1
    fi
}

install_uv() {
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install "$@"
    elif command -v uv >/dev/null; then
        uv pip install --python .venv/bin/python "$@"
    else
        "$python" -m pip --python .venv/bin/python install "$@"
    fi
}

is_good || make_venv
install_uv -q --require-hashes -r requirements/uv.txt ||
    say "uv, the fast installer, could not be installed; pip does its work."
