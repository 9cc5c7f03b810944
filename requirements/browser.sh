#!/bin/sh
# Prints the browser for the tests in a browser, or nothing; as root on Debian it installs Chromium. Never fails.
# The one without a window (chromium-headless-shell) is the same Chromium, and takes two thirds of the time.
# FEDERATION_TEST_BROWSER=/path/to/chrome names one.
set -u

# A name on PATH may be a stub that only says how to install the real one, so each is started.
find_browser() {
    for name in ${FEDERATION_TEST_BROWSER:-chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable}; do
        if path=$(command -v "$name") && "$path" --version >/dev/null 2>&1; then
            printf '%s\n' "$path"
            return
        fi
    done
    return 1
}

install_browser() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing Chromium for the tests in a browser ..." >&2
    apt-get update -qq >/dev/null || return 1
    for name in chromium-headless-shell chromium; do
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $name fonts-liberation >/dev/null &&
            return
    done
    return 1
}

find_browser || { install_browser && find_browser; } || cat >&2 <<'MESSAGE'
------------------------------------------------------------------------------------------
The tests in a browser are SKIPPED: no working Chromium or Google Chrome was found.
To have them: sudo apt-get install chromium-headless-shell   (Debian; on Ubuntu: sudo snap install chromium)
or name one:  FEDERATION_TEST_BROWSER=/path/to/chrome make test
------------------------------------------------------------------------------------------
MESSAGE
exit 0
