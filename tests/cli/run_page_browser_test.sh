#!/bin/sh
# run_page_browser_test.sh RISERUN DATA: report.html of a real run, in a real browser. It must draw,
# show the values under the cursor, and leave the console empty. Exits 77 where there is no Chromium.
set -eu
riserun=$1
data=$2
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "skipped: there is no chromium (Debian package chromium)"
  exit 77
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
  echo "FAILED: $*"
  exit 1
}

"$riserun" train "$data" --epochs 8 --hidden 8 --record gradients --quiet --out "$folder/run" >/dev/null

# The page with a script in front that notes every complaint, and one behind that moves a mouse.
cat >"$folder/before" <<'SCRIPT'
<script>
window.complaints = [];
addEventListener("error", function (e) { complaints.push(String(e.message)); });
for (const kind of ["error", "warn"]) console[kind] = function () { complaints.push([].join.call(arguments, " ")); };
</script>
SCRIPT
cat >"$folder/behind" <<'SCRIPT'
<script>
addEventListener("load", function () {
  const found = {};
  const over = document.querySelector("#chart0 .u-over");
  const box = over.getBoundingClientRect();
  const values = function () {
    return [].map.call(document.querySelectorAll("#chart0 .u-legend .u-value"), function (v) { return v.textContent; }).join(" ");
  };
  found.before = values();
  for (const type of ["mouseenter", "mousemove"])
    over.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + 50 }));
  setTimeout(function () {
    found.hover = values();
    found.speed = [].map.call(document.querySelectorAll("#chart3 .u-legend .u-value"), function (v) { return v.textContent; }).join(" ");
    found.charts = document.querySelectorAll("canvas").length;
    const canvas = document.querySelector("#chart0 canvas");
    const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    found.colors = new Set(pixels).size;
    found.complaints = complaints;
    const result = document.createElement("pre");
    result.id = "result";
    result.textContent = "RESULT " + JSON.stringify(found) + " END";
    document.body.appendChild(result);
  }, 300);
});
</script>
SCRIPT
sed -e "/<head>/r $folder/before" -e "/<\/body>/{
r $folder/behind
N
}" "$folder/run/report.html" >"$folder/driven.html"

browse() { # browse OPTIONS.. : a fresh profile each time; nothing is asked of any network
  timeout 100 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage \
    --user-data-dir="$folder/profile" --window-size=1100,900 --virtual-time-budget=4000 "$@" 2>"$folder/browser.log"
}
browse --dump-dom "file://$folder/driven.html" >"$folder/dom.html" || fail "the browser: $(tail -3 "$folder/browser.log")"
result=$(grep -o 'RESULT {.*} END' "$folder/dom.html" | tail -1) || fail "the page's scripts did not run"
echo "$result"
case $result in *'"complaints":[]'*) ;; *) fail "the console is not empty" ;; esac
case $result in *'"charts":6'*) ;; *) fail "expected six charts" ;; esac
case $result in *'"hover":"'[0-9]*' '[0-9]*' '[0-9]*'"'*) ;; *) fail "the cursor shows no values" ;; esac
case $result in *'"speed":"'[0-9]*' '[0-9]*','[0-9][0-9][0-9]'"'*) ;; *) fail "points per second in thousands" ;; esac
case $result in *'"before":"–'*) ;; *) fail "values without a cursor" ;; esac
colors=${result#*\"colors\":}
[ "${colors%%[!0-9]*}" -gt 20 ] || fail "the canvas is blank"

browse --screenshot="$folder/page.png" "file://$folder/run/report.html" >/dev/null || fail "no screenshot"
[ "$(wc -c <"$folder/page.png")" -gt 20000 ] || fail "the screenshot is blank"
echo ok
