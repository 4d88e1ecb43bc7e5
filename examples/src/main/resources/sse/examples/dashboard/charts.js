// Six charts of the same columns: the first column is the time in seconds, each of the others a series.
const formatted = digits => {
  const format = new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return value => format.format(value);
};
export const [whole, tenths, hundredths] = [0, 1, 2].map(formatted);
const compact = value => new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(value);
const timeOfDay = seconds => new Date(seconds * 1000).toLocaleTimeString("en", { hour12: false });
const color = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const MIB = 1024 * 1024;

const CHARTS = [
  { title: "CPU", highest: 10, series: [{ of: reading => reading.cpu * 100, color: "cpu", unit: "% of all cores", format: tenths, fill: true }] },
  { title: "Heap", highest: 16, series: [
    { of: reading => reading.heapUsed / MIB, color: "heap", unit: "MiB used", format: whole, fill: true },
    { of: reading => reading.heapCommitted / MIB, color: "lag", unit: "committed", format: whole, hidden: true }] },
  { title: "Garbage collection", highest: 10, series: [
    { of: reading => reading.gcMillis, color: "gc", unit: "ms / s", format: tenths, bars: true },
    { of: reading => reading.gcs, color: "lag", unit: "runs", format: whole, hidden: true }] },
  { title: "Threads", highest: 10, series: [{ of: reading => reading.threads, color: "threads", unit: "live", format: whole, fill: true }] },
  { title: "Streams", highest: 5, series: [
    { of: reading => reading.streams, color: "streams", unit: "open", format: whole, fill: true },
    { of: reading => reading.simulated, color: "lag", unit: "simulated", format: whole, dash: [4, 4] }] },
  { title: "Deliveries", highest: 10, series: [
    { of: reading => reading.deliveries, color: "deliveries", unit: "/ s", format: whole, fill: true },
    { of: reading => reading.lagMillis, color: "lag", unit: "ms lag", format: hundredths, scale: "lag" }] },
];
/** The columns of a reading, after the time. */
export const COLUMNS = CHARTS.flatMap(chart => chart.series);
COLUMNS.forEach((series, index) => { series.column = index + 1; });

// What is shown: the columns, the bands, and functions that return the time to show and the current time.
let shown, plots = [];

function axis(options) {
  return {
    stroke: color("quiet"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: color("line"), width: 1 },
    ticks: { show: false },
    values: (plot, splits) => splits.map(compact),
    ...options,
  };
}

function options(chart, place) {
  const upTo = highest => (plot, lowest, found) => [0, Math.max(highest, (found ?? 0) * 1.15)];
  const hasLag = chart.series.some(series => series.scale);
  return {
    width: place.clientWidth,
    height: place.clientHeight,
    legend: { show: false },
    padding: [8, hasLag ? 0 : 12, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: "dashboard" }, points: { size: 6 } },
    scales: { x: { time: true, range: () => shown.time() }, y: { range: upTo(chart.highest) }, ...(hasLag && { lag: { range: upTo(1) } }) },
    axes: [
      axis({ values: (plot, splits) => splits.map(timeOfDay), space: 90, incrs: [5, 10, 15, 30, 60, 120], size: 28, gap: 8 }),
      axis({ size: 46, space: 34 }),
      ...(hasLag ? [axis({ scale: "lag", side: 1, size: 40, space: 34, grid: { show: false } })] : []),
    ],
    series: [{}, ...chart.series.map(series => ({
      scale: series.scale ?? "y",
      show: !series.hidden,
      stroke: color(series.color),
      width: series.dash || series.scale ? 1.25 : 2,
      dash: series.dash,
      fill: series.fill || series.bars ? color(series.color) + (series.bars ? "99" : "22") : undefined,
      paths: series.bars ? uPlot.paths.bars({ size: [0.7, 8] }) : undefined,
      points: { show: false },
    }))],
    hooks: { drawAxes: [paintBands], setCursor: [plot => showValues(chart, plot.cursor.idx)] },
  };
}

// The times in which the page was disconnected: unbroken where the history has filled them, marked where it could not.
function paintBands(plot) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const band of shown.bands) {
    const from = plot.valToPos(band.from, "x", true);
    const width = plot.valToPos(band.to ?? shown.now(), "x", true) - from;
    const kind = band.kind === "resumed" ? "open" : "connecting";
    ctx.fillStyle = color(kind) + "26";
    ctx.fillRect(from, bbox.top, width, bbox.height);
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
    if (ctx.measureText(band.kind).width < width - 8 * devicePixelRatio) {
      ctx.fillStyle = color(kind);
      ctx.textAlign = "center";
      ctx.fillText(band.kind, from + width / 2, bbox.top + 14 * devicePixelRatio);
    }
  }
  ctx.restore();
}

/** Creates the charts, in place of previous ones. */
export function build(charts, whatIsShown) {
  shown = whatIsShown;
  plots.forEach(plot => plot.destroy());
  charts.replaceChildren();
  plots = CHARTS.map((chart, index) => {
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.id = "chart-" + index;
    caption.append(span("title", chart.title));
    for (const series of chart.series) {
      series.shown = span("value", "");
      series.shown.style.setProperty("--series", `var(--${series.color})`);
      caption.append(series.shown);
    }
    const place = document.createElement("div");
    place.className = "plot";
    place.setAttribute("role", "img");
    place.setAttribute("aria-labelledby", caption.id);
    figure.append(caption, place);
    charts.append(figure);
    const plot = new uPlot(options(chart, place), dataOf(chart), place);
    new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: place.clientHeight })).observe(place);
    return plot;
  });
}

/** Draws the current columns. */
export function draw() {
  plots.forEach((plot, index) => {
    plot.setData(dataOf(CHARTS[index]));
    showValues(CHARTS[index], plot.cursor.idx);
  });
}

function span(name, text) {
  const created = document.createElement("span");
  created.className = name;
  created.textContent = text;
  return created;
}

const dataOf = chart => [shown.rows[0], ...chart.series.map(series => shown.rows[series.column])];

// Shows the newest value, or the one under the pointer.
function showValues(chart, index) {
  for (const series of chart.series) {
    const value = shown.rows[series.column][index ?? shown.rows[0].length - 1];
    const unit = document.createElement("small");
    unit.textContent = series.unit;
    series.shown.replaceChildren(value == null ? "\u2013" : series.format(value), unit);
  }
}
