#!/bin/sh
# check_format_test.sh: tests check_format.sh on a formatted and on a badly formatted file, in a
# temporary folder of its own.
set -eu
if [ $# -ne 0 ]; then
  echo "usage: check_format_test.sh (it takes no folder: it makes its own and deletes it)" >&2
  exit 2
fi
check=$(cd "$(dirname "$0")" && pwd)/check_format.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

expect() { # expect STATUS WHAT
  status=0
  sh "$check" "$scratch" >"$scratch/log" 2>&1 || status=$?
  if [ "$status" -ne "$1" ]; then
    cat "$scratch/log"
    echo "check_format exited $status on $2, expected $1"
    exit 1
  fi
}

expect 1 "a folder without C++ files"
printf 'int twice(int x) { return 2 * x; }\n' >"$scratch/good.cpp"
expect 0 "a formatted file"
printf 'int  twice( int x ){return 2*x;}\n' >"$scratch/bad.cpp"
expect 1 "a badly formatted file"
