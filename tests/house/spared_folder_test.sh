#!/bin/sh
# spared_folder_test.sh CMAKE: hands a folder with someone's file in it to each script of this folder
# that deletes what it worked on; each must refuse it, say why, and leave the file.
set -eu
cmake=$1
house=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

refuses() { # refuses WHAT_IT_SAYS COMMAND...
  says=$1
  shift
  mkdir -p "$folder/work"
  echo "years of it" >"$folder/work/thesis.cpp"
  if "$@" >"$folder/log" 2>&1; then
    echo "not refused: $*"
    exit 1
  fi
  if ! [ -f "$folder/work/thesis.cpp" ] || ! tr '\n' ' ' <"$folder/log" | tr -s ' ' | grep -q -e "$says"; then
    cat "$folder/log"
    echo "deleted, or refused for another reason than \"$says\": $*"
    exit 1
  fi
}

refuses 'takes no folder' sh "$house/bootstrap_test.sh" "$folder/work"
refuses 'takes no folder' sh "$house/check_format_test.sh" "$folder/work"
refuses 'takes no folder' sh "$house/check_tidy_test.sh" "$folder/work"
for script in check_architecture check_architecture_test check_includes_test check_names_test check_paths_test check_snippets_test run_consumer; do
  refuses 'no scratch folder' "$cmake" "-DSCRATCH=$folder/work" -P "$house/$script.cmake"
  refuses 'SCRATCH is not set' "$cmake" -P "$house/$script.cmake"
done
