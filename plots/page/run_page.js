"use strict";
// Draws the page's numbers; reloads while the run goes on, but not under the reader's hands.
(function () {
  const page = JSON.parse(document.getElementById("numbers").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const sync = uPlot.sync("run");
  let plots = [];
  let zoomed = false;

  function shown(value) {
    if (value == null) return "–";
    const size = Math.abs(value);
    if (size >= 1e9 || (value !== 0 && size < 1e-4)) return value.toExponential(3);
    const rounded = Number(value.toPrecision(5));
    return size < 1000 ? String(rounded) : rounded.toLocaleString("en-US");
  }

  function draw() {
    for (const plot of plots) plot.destroy();
    const style = getComputedStyle(document.documentElement);
    const muted = style.getPropertyValue("--muted").trim();
    const line = style.getPropertyValue("--line").trim();
    const colors = page.colors[dark.matches ? "dark" : "light"];
    plots = page.charts.map(function (chart, i) {
      const place = document.getElementById("chart" + i);
      const axis = { stroke: muted, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
      const marks = {
        hooks: {
          draw: function (u) {
            const ctx = u.ctx;
            ctx.save();
            ctx.strokeStyle = ctx.fillStyle = muted;
            ctx.setLineDash([4, 4]);
            ctx.font = Math.round(12 * devicePixelRatio) + "px sans-serif";
            for (const mark of chart.marks) {
              if (mark.x < u.scales.x.min || mark.x > u.scales.x.max) continue;
              const x = Math.round(u.valToPos(mark.x, "x", true));
              ctx.beginPath();
              ctx.moveTo(x, u.bbox.top);
              ctx.lineTo(x, u.bbox.top + u.bbox.height);
              ctx.stroke();
              ctx.textAlign = x > u.bbox.left + u.bbox.width / 2 ? "right" : "left";
              ctx.fillText(mark.label, x + (ctx.textAlign === "left" ? 6 : -6), u.bbox.top + 14 * devicePixelRatio);
            }
            ctx.restore();
          },
          setScale: function (u, key) {
            if (key !== "x") return;
            const x = u.data[0];
            zoomed = zoomed || u.scales.x.min > x[0] || u.scales.x.max < x[x.length - 1];
            if (u.scales.x.min <= x[0] && u.scales.x.max >= x[x.length - 1]) zoomed = false;
          }
        }
      };
      return new uPlot({
        title: chart.title,
        width: place.clientWidth,
        height: i === 0 ? 320 : 220,
        plugins: [marks],
        cursor: { sync: { key: sync.key }, focus: { prox: 24 } },
        scales: { x: { time: false }, y: { distr: chart.log ? 3 : 1 } },
        axes: [Object.assign({ label: chart.x_label }, axis),
               Object.assign({ size: 80, values: function (u, ticks) {
                 return ticks.map(function (v) { return v == null ? "" : shown(v); }); } }, axis)],
        series: [{ label: chart.x_label, value: function (u, v) { return shown(v); } }].concat(
          chart.series.map(function (series) {
            return { label: series.name, stroke: colors[series.color % colors.length],
                     width: series.faint ? 1 : 2, alpha: series.faint ? 0.4 : 1, spanGaps: true,
                     value: function (u, v) { return shown(v); } };
          }))
      }, [chart.x].concat(chart.series.map(function (series) { return series.y; })), place);
    });
  }

  draw();
  dark.addEventListener("change", draw);
  let width = innerWidth;
  addEventListener("resize", function () {
    if (innerWidth === width) return;
    width = innerWidth;
    plots.forEach(function (plot, i) {
      plot.setSize({ width: document.getElementById("chart" + i).clientWidth, height: plot.height });
    });
  });
  if (page.refresh > 0) {
    setInterval(function () {
      if (!zoomed && !document.querySelector(".u-over:hover")) location.reload();
    }, page.refresh * 1000);
  }
})();
