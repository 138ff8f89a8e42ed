#!/bin/sh
# check_format_test.sh SCRATCH: tests check_format.sh on a formatted and on a badly formatted file.
set -eu
scratch=$1
check=$(cd "$(dirname "$0")" && pwd)/check_format.sh
rm -rf "$scratch"
mkdir -p "$scratch"

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
