#!/bin/sh
# bootstrap_test.sh: tests ./bootstrap on a machine made of stubs, in a temporary folder of its own. PATH
# holds the few tools of a bare system and scripts that play dpkg-query, apt-get, sudo, cmake, and log
# how they were called; so a tool bootstrap must not assume (git, python3, make) is not there to be found.
set -eu
if [ $# -ne 0 ]; then
  echo "usage: bootstrap_test.sh (it takes no folder: it makes its own and deletes it)" >&2
  exit 2
fi
bootstrap=$(cd "$(dirname "$0")/../.." && pwd)/bootstrap
own=$(mktemp -d)
trap 'rm -rf "$own"' EXIT
scratch=$own/machine
bin=$scratch/bin
calls=$scratch/calls
failures=0

stub() { # stub NAME < its script
  { printf '#!/bin/sh\nprintf "%%s\\n" "%s $*" >>"%s"\n' "$1" "$calls"; cat; } >"$bin/$1"
  chmod +x "$bin/$1"
}

# A root shell on Debian where everything is installed and everything works.
machine() {
  rm -rf "$scratch"
  mkdir -p "$bin" "$scratch/tree/build/release/bin"
  for tool in sh env cat mkdir; do ln -s "$(command -v "$tool")" "$bin/$tool"; done
  cp "$bootstrap" "$scratch/tree/bootstrap"
  : >"$calls"
  : >"$scratch/absent"
  echo 0 >"$scratch/apt-failures"
  stub id <<'STUB'
echo 0
STUB
  stub date <<'STUB'
echo 20260101-000000
STUB
  stub sleep </dev/null
  # Says "installed PACKAGE" for each argument behind -f that is not listed in the file `absent`.
  stub dpkg-query <<STUB
shift 2
status=0
for package; do
  case " \$(cat "$scratch/absent") " in
    *" \$package "*) echo "dpkg-query: no packages found matching \$package" >&2; status=1 ;;
    *" \$package:removed "*) echo "config-files \$package" ;;
    *) echo "installed \$package" ;;
  esac
done
exit \$status
STUB
  stub apt-get <<STUB
read -r left <"$scratch/apt-failures"
if [ "\$left" -gt 0 ]; then echo \$((left - 1)) >"$scratch/apt-failures"; exit 100; fi
case "\$*" in *" install "*) : >"$scratch/absent" ;; esac
echo "apt-get saw DEBIAN_FRONTEND=\$DEBIAN_FRONTEND" >>"$calls"
STUB
  stub cmake <<'STUB'
case "$1" in --version) echo "cmake version 3.25.1" ;; esac
STUB
  printf '#!/bin/sh\nprintf "%%s\\n" "riserun $*" >>"%s"\n' "$calls" >"$scratch/tree/build/release/bin/riserun"
  chmod +x "$scratch/tree/build/release/bin/riserun"
}

# try STATUS ARGUMENTS...: runs bootstrap, from another folder, on the machine.
try() {
  expected=$1
  shift
  status=0
  (cd / && PATH=$bin CTEST_PARALLEL_LEVEL=1 "$scratch/tree/bootstrap" "$@") \
    >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
  if [ "$status" -ne "$expected" ]; then fail "exit status $status, expected $expected"; fi
}
fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s: %s\n' "$case" "$1"
  for part in out err calls; do sed "s/^/  $part: /" "$scratch/$part"; done
}
called() { grep -q -e "$1" "$calls" || fail "never called: $1"; }
not_called() { if grep -q -e "$1" "$calls"; then fail "called: $1"; fi; }
printed() { grep -q -e "$2" "$scratch/$1" || fail "std$1 lacks: $2"; }

case="nothing missing: neither apt nor sudo is called"
machine
try 0 test
not_called '^apt-get'
not_called '^sudo'
called '^cmake --workflow --preset test$'

case="demo builds the program alone and starts it on a fresh folder"
machine
try 0 demo
called '^cmake --workflow --preset program$'
called '^riserun demo --out runs/demo-20260101-000000$'
not_called '^apt-get'
printed out 'runs/demo-20260101-000000'
try 0 demo # the program did not make the folder, so the name is still free
mkdir "$scratch/tree/runs/demo-20260101-000000"
try 0 demo
called '^riserun demo --out runs/demo-20260101-000000-2$'

case="demo passes the program's failure on"
machine
printf '#!/bin/sh\nexit 4\n' >"$scratch/tree/build/release/bin/riserun"
try 4 demo

case="exactly what is missing is asked for, after one update, without questions"
machine
echo "libtbb-dev graphviz" >"$scratch/absent"
try 0 demo
called '^apt-get .* update$'
called '^apt-get .*-y .*install --no-install-recommends libtbb-dev graphviz$'
called 'DPkg::Lock::Timeout='
called 'Acquire::Retries='
called 'DEBIAN_FRONTEND=noninteractive'
not_called '^sudo'
called '^riserun demo'

case="a removed package whose configuration is left counts as missing"
machine
echo "ninja-build:removed" >"$scratch/absent"
try 0 install
called 'install --no-install-recommends ninja-build$'

case="what only tests need is not asked for by demo"
machine
echo "libgtest-dev" >"$scratch/absent"
try 0 demo
not_called '^apt-get'
try 0 test
called 'install --no-install-recommends libgtest-dev$'

case="install stops after installing"
machine
echo "clang-format" >"$scratch/absent"
try 0 install
not_called '^apt-get'
try 0 install ci
called 'install --no-install-recommends clang-format$'
not_called '^cmake'

case="apt-get is tried again"
machine
echo "g++" >"$scratch/absent"
echo 1 >"$scratch/apt-failures"
try 0 install
called '^sleep'
called 'install --no-install-recommends g++$'

case="apt-get that keeps failing is an error, and nothing is built"
machine
echo "g++" >"$scratch/absent"
echo 99 >"$scratch/apt-failures"
try 1 test
printed err 'could not install: g++'
not_called '^cmake'

case="apt-get that installs nothing and says all is well is an error"
machine
echo "g++" >"$scratch/absent"
stub apt-get </dev/null
try 1 test
printed err 'still missing: g++'

case="not root: sudo"
machine
echo "cmake" >"$scratch/absent"
stub id <<'STUB'
echo 1000
STUB
stub sudo <<'STUB'
exec "$@"
STUB
try 0 install
called '^sudo env DEBIAN_FRONTEND=noninteractive apt-get .* update$'
called '^sudo .* apt-get .* install --no-install-recommends cmake$'

case="neither root nor sudo: says what root should run, exits 3"
machine
echo "cmake zlib1g-dev" >"$scratch/absent"
stub id <<'STUB'
echo 1000
STUB
try 3 test
printed err 'apt-get install --no-install-recommends cmake zlib1g-dev$'
not_called '^apt-get'
not_called '^cmake'

case="dpkg-query without apt-get: names what is missing, exits 3"
machine
rm "$bin/apt-get"
echo "libfmt-dev librsvg2-bin" >"$scratch/absent"
try 3 demo
printed err ' libfmt-dev librsvg2-bin$'
not_called '^cmake'

case="no apt at all: looks for the things themselves, names those missing, exits 3"
machine
rm "$bin/apt-get" "$bin/dpkg-query"
stub ninja </dev/null
stub fc-list </dev/null # there is the tool, and no font
stub c++ <<'STUB'
read -r line
case "$line" in *zlib.h*) exit 1 ;; esac
STUB
try 3 demo
printed err '^bootstrap:   zlib1g-dev librsvg2-bin fonts-dejavu-core graphviz$'
not_called '^cmake'

case="no apt at all, nothing missing: builds"
stub rsvg-convert </dev/null
stub fc-list <<'STUB'
echo "/fonts/DejaVuSans.ttf: DejaVu Sans:style=Book"
STUB
stub dot </dev/null
stub c++ </dev/null
try 0 demo
called '^cmake --workflow --preset program$'

case="no apt and no compiler: every library is missing"
rm "$bin/c++"
try 3 demo
printed err '^bootstrap:   g++ libtbb-dev .* libboost-dev$'

case="a cmake without workflows is named"
machine
stub cmake <<'STUB'
echo "cmake version 3.22.1"
STUB
try 3 test
printed err '3.25 or newer'
machine
stub cmake <<'STUB'
echo "cmake version 4.0.0-rc1"
STUB
try 0 test

case="other presets"
machine
try 0 test asan-ubsan
called '^cmake --workflow --preset asan-ubsan$'
try 0 test ci
called '^cmake --workflow --preset ci$'
try 0 test clang
called '^cmake --workflow --preset clang$'
not_called '^apt-get'
echo "clang-format" >"$scratch/absent"
try 0 test ci
called 'install --no-install-recommends clang-format$'

case="packages prints the list and touches nothing"
machine
try 0 packages program
printed out '^libtbb-dev$'
if grep -q 'libgtest-dev' "$scratch/out"; then fail "the program's packages hold the tests'"; fi
try 0 packages
printed out '^libgtest-dev$'
try 0 packages ci
printed out '^clang-format$'
not_called .

case="help"
machine
try 0 --help
printed out '^usage: ./bootstrap'
not_called .

case="usage errors exit 2 and touch nothing"
machine
try 2
try 2 frobnicate
printed err "unknown command 'frobnicate'"
try 2 --frobnicate
try 2 demo now
try 2 test debug
try 2 test release twice
try 2 install everything
try 2 packages everything
printed err '^usage: ./bootstrap'
not_called .

if [ "$failures" -gt 0 ]; then
  echo "$failures check(s) of ./bootstrap failed"
  exit 1
fi
echo "every check of ./bootstrap passed"
