#!/bin/sh
# check_tidy_test.sh: tests check_tidy.sh on a small repository of its own, in a temporary folder.
set -eu
if [ $# -ne 0 ]; then
  echo "usage: check_tidy_test.sh (it takes no folder: it makes its own and deletes it)" >&2
  exit 2
fi
house=$(cd "$(dirname "$0")" && pwd)
own=$(mktemp -d)
trap 'rm -rf "$own"' EXIT
cd "$own"

commit() { git add -A && git -c user.name=test -c user.email=test@localhost commit -q -m "$1"; }
try() { # try STATUS SAYS [BASE]
  status=0
  TIDY_ROOT=$own sh "$house/check_tidy.sh" build ${3:+"$3"} >log 2>&1 || status=$?
  if [ "$status" -ne "$1" ] || ! grep -q -e "$2" log; then
    cat log
    echo "check_tidy.sh: exit status $status, expected $1 and \"$2\""
    exit 1
  fi
}

git init -q -b main
printf 'build/\nlog\n' >.gitignore
cp "$house/../../.clang-tidy" .
echo 'int* old() { return 0; }' >old.cpp
echo 'int one() { return 1; }' >good.cpp
mkdir build
echo 'not readable by clang' >build/cmake_pch.hxx.gch
for file in old good bad; do
  printf '{"directory": "%s", "file": "%s/%s.cpp", "command": "c++ -std=c++20 -Winvalid-pch -include %s/build/cmake_pch.hxx -c %s.cpp"},\n' \
    "$own" "$own" $file "$own" $file
done | sed '1s/^/[/; $s/,$/]/' >build/compile_commands.json
commit first
try 0 'no commit to compare with'

git checkout -q -b branch
echo 'int two() { return 2; }' >>good.cpp
commit good
try 0 '1 changed file(s) looked at' # what was bad before is not this change's

echo 'int* bad() { return 0; }' >bad.cpp
commit bad
try 1 'use nullptr'
try 1 'use nullptr' HEAD~1
try 0 '0 changed file(s) looked at' HEAD
try 2 'no commit nonsense' nonsense

git rm -q bad.cpp
echo 'int* not_compiled() { return 0; }' >elsewhere.cpp
commit removed
try 0 '1 changed file(s) looked at'

echo "check_tidy.sh looks at what changed, and at nothing else"
