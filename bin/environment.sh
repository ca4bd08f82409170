# Read by the scripts beside it: where things are, and the few words they share. Leaves them in the project's root.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
export PATH=$root/.tools/node/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
guidepost=$CARGO_TARGET_DIR/debug/guidepost

say() { printf '%s\n' "$*" >&2; }

has() { command -v "$1" >/dev/null 2>&1; }

# One number that changes when any of these files does.
fingerprint() { find "$@" -type f -exec cksum {} + | LC_ALL=C sort | cksum | tr ' ' '-'; }

# The browser for the browser tests, if this machine has one.
find_chromium() {
  local it
  for it in "${GUIDEPOST_CHROMIUM:-}" chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$it" ] && has "$it"; then
      command -v "$it"
      return
    fi
  done
  return 1
}

# Builds the front end unless what it is made of is unchanged.
build_front_end() {
  local stamp=frontend/node_modules/.built now
  now=$(fingerprint frontend/src frontend/public frontend/package-lock.json frontend/vite.config.ts)
  if [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && [ -e frontend/dist/.vite/manifest.json ]; then return; fi
  npm --prefix frontend run --silent build -- --logLevel warn
  echo "$now" >"$stamp"
}

# Runs a command under a name, and says how long it took.
step() {
  local name=$1 start=$SECONDS
  shift
  say "== $name"
  "$@" || {
    say "== $name: failed after $((SECONDS - start)) s"
    exit 1
  }
  say "== $name: $((SECONDS - start)) s"
}
