#!/bin/sh
# check_tidy.sh BUILD [BASE]: clang-tidy 14 finds nothing, by .clang-tidy, in the .cpp files that differ from
# the commit BASE (default: where this branch left origin's main branch, or main; on it, the commit before).
# BUILD holds compile_commands.json. Exit codes: 0 nothing found, or no commit to compare with, which it says; 1 found;
# 2 usage; 3 no clang-tidy 14 (other versions find other things).
set -eu
if [ $# -lt 1 ] || [ $# -gt 2 ] || ! [ -f "$1/compile_commands.json" ]; then
  echo "usage: check_tidy.sh BUILD [BASE] (BUILD/compile_commands.json must exist)" >&2
  exit 2
fi
build=$(cd "$1" && pwd)
base=${2:-}
cd "${TIDY_ROOT:-$(dirname "$0")/../..}"

clang_tidy=
for name in clang-tidy-14 clang-tidy; do
  case "$("$name" --version 2>/dev/null || :)" in *" version 14."*) clang_tidy=$name && break ;; esac
done
if [ -z "$clang_tidy" ]; then
  echo "check_tidy: clang-tidy 14 is needed (./bootstrap install ci)" >&2
  exit 3
fi

in_git() { git -c safe.directory="$PWD" "$@"; }
if [ -z "$base" ]; then
  for branch in origin/HEAD origin/main main; do
    if base=$(in_git merge-base "$branch" HEAD 2>/dev/null); then break; fi
  done
fi
if [ -n "$base" ] && [ "$base" = "$(in_git rev-parse HEAD)" ]; then
  base=$(in_git rev-parse -q --verify 'HEAD~1^{commit}' || :)
fi
if [ -z "$base" ]; then
  echo "check_tidy: no commit to compare with; nothing was looked at"
  exit 0
fi
in_git rev-parse -q --verify "$base^{commit}" >/dev/null || { echo "check_tidy: no commit $base" >&2 && exit 2; }

# GCC's precompiled headers are unreadable to clang-tidy; every file includes what it needs itself.
commands=$(mktemp -d)
trap 'rm -rf "$commands"' EXIT
sed 's| -Winvalid-pch -include [^ ]*/cmake_pch\.hxx||g' "$build/compile_commands.json" >"$commands/compile_commands.json"

# Files that no build compiles (other platforms', planted errors) are left out.
in_git diff --name-only --diff-filter=d "$base" -- '*.cpp' | while read -r file; do
  if grep -q "/$file\"" "$build/compile_commands.json"; then printf '%s\n' "$file"; fi
done >"$commands/files"

# No path holds a space. GCC's warning options mean nothing to clang-tidy.
found=0
xargs -r -n 1 -P "$(nproc)" "$clang_tidy" -p "$commands" --quiet --extra-arg=-Wno-everything \
  <"$commands/files" || found=1
echo "check_tidy: $(wc -l <"$commands/files") changed file(s) looked at"
exit $found
