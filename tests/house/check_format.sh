#!/bin/sh
# check_format.sh [FOLDER]: every C++ file of the repository (or of FOLDER) is formatted as
# .clang-format says. Exit codes: 0 formatted, 1 not, 3 no clang-format 14 (other versions format
# differently, so they are not asked).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}"

clang_format=
for name in clang-format-14 clang-format; do
  case "$("$name" --version 2>/dev/null || :)" in *" version 14."*) clang_format=$name && break ;; esac
done
if [ -z "$clang_format" ]; then
  echo "check_format: clang-format 14 is needed (./bootstrap install ci)" >&2
  exit 3
fi

# What git tracks; in a copy without git, what lies there except builds. No path holds a space.
if [ -e .git ] && command -v git >/dev/null; then
  files=$(git -c safe.directory="$PWD" ls-files '*.cpp' '*.hpp')
else
  files=$(find . -path ./build -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print)
fi
if [ -z "$files" ]; then
  echo "check_format: no C++ file in $PWD" >&2
  exit 1
fi
# shellcheck disable=SC2086
"$clang_format" --style="file:$here/../../.clang-format" --dry-run -Werror $files || exit 1
echo "check_format: $(printf '%s\n' "$files" | wc -l) files are formatted"
