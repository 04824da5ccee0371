#!/bin/sh
# Firefox and WebKitGTK for `pnpm chaos --engine firefox,webkit`, on Debian or Ubuntu.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y --no-install-recommends firefox-esr webkit2gtk-driver xvfb xauth
