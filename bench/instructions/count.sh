#!/bin/sh
# Counts the instructions a data point costs and compares them with those on file.
#
#   count.sh check  PROGRAM FILE COMPILER [STEPS]   fails when a count grew by more than 3 %
#   count.sh update PROGRAM FILE COMPILER           writes the counts of this compiler to the file
#
# COMPILER is what the file calls it, "GNU-12": counts of one compiler say nothing of another's.
# STEPS other than 20 plants a growth, for the test of this test. Exit code 77: skipped, and why.
set -eu
LC_ALL=C
export LC_ALL

mode=$1 program=$2 file=$3 compiler=$4 steps=${5:-20}
counted_steps=20
points=$((counted_steps * 32))

skip() {
  echo "SKIPPED: $*"
  exit 77
}
command -v valgrind >/dev/null 2>&1 || skip "valgrind is not installed; ./bootstrap install test brings it"
if [ "$mode" = check ] && ! grep -q "^$compiler " "$file"; then
  skip "$file holds no counts of the compiler $compiler"
fi

# One instruction set on every machine, for riserun's kernels and for the C library's functions.
RISERUN_ISA=x86-64-v3
GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-BMI1,-BMI2,-FMA,-FMA4,-ERMS,-FSRM,-RTM,-AVX_Fast_Unaligned_Load
export RISERUN_ISA GLIBC_TUNABLES
"$program" W2-nn 1 >/dev/null 2>&1 || skip "$("$program" W2-nn 1 2>&1 || :)"

out=$(mktemp)
trap 'rm -f "$out" "$out.log"' EXIT
count() { # instructions a point of one case
  if ! valgrind --tool=callgrind --callgrind-out-file="$out" --toggle-collect=counted_steps \
    "$program" "$1" "$steps" >"$out.log" 2>&1; then
    cat "$out.log" >&2
    return 1
  fi
  total=$(sed -n 's/^summary: *\([0-9][0-9]*\).*/\1/p' "$out")
  if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    echo "callgrind counted nothing in counted_steps" >&2
    return 1
  fi
  echo $((total / points))
}

cases="W2-scalar W2-nn W3-scalar W3-nn"
if [ "$mode" = update ]; then
  for case in $cases; do
    new=$(count "$case")
    echo "$compiler $case $new"
  done >"$out.new"
  { grep -v "^$compiler " "$file" || :; cat "$out.new"; } >"$out.all"
  cat "$out.all" >"$file"
  rm -f "$out.new" "$out.all"
  cat "$file"
  exit 0
fi

status=0
for case in $cases; do
  old=$(sed -n "s/^$compiler $case \([0-9][0-9]*\)$/\1/p" "$file")
  new=$(count "$case")
  if [ -z "$old" ]; then
    echo "FAILED $case: $file holds no count of it"
    status=1
  elif [ $((new * 100)) -gt $((old * 103)) ]; then
    echo "FAILED $case: $new instructions a point, $old on file: more than 3 % more"
    status=1
  elif [ $((new * 103)) -lt $((old * 100)) ]; then
    echo "ok $case: $new instructions a point, $old on file: keep the gain, cmake --build BUILD --target update_instruction_counts"
  else
    echo "ok $case: $new instructions a point, $old on file"
  fi
done
exit $status
