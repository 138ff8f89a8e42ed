#!/bin/sh
# run_each.sh FOLDER SECONDS: runs each libFuzzer target of FOLDER for SECONDS, from an empty corpus. A finding
# ends it with the target's exit code; the input that found it is left as the file that libFuzzer names.
set -eu
if [ $# -ne 2 ]; then
  echo "usage: run_each.sh FOLDER SECONDS" >&2
  exit 2
fi
found=0
for target in "$1"/fuzz_*; do
  if ! [ -x "$target" ]; then continue; fi
  found=1
  echo "+ $target -max_total_time=$2"
  "$target" -max_total_time="$2" -verbosity=0 -print_final_stats=1
done
if [ $found -eq 0 ]; then
  echo "run_each: no fuzz_* in $1" >&2
  exit 2
fi
