import { COLUMNS, build, draw as drawCharts, tenths, whole } from "./charts.js";
import { listen } from "./listen.js";

// Readings are kept in columns, the first of which is the time; a row of nulls interrupts the lines. Bands are the times
// in which the page was disconnected.
const SECONDS_SHOWN = 300;
const FEWEST_SECONDS_SHOWN = 60;

const element = id => document.getElementById(id);

let rows, bands, numbers, last, clockAhead, replay;

// the stream

function connect() {
  rows = [[], ...COLUMNS.map(() => [])];
  bands = [];
  numbers = { readings: 0, reconnects: 0, replayed: 0, missing: 0, gaps: 0 };
  last = null;
  forgetReplay();
  clockAhead = Infinity;
  showNumbers();
  showState("connecting");
  let opened = false, gapEvent = false;

  listen("/readings", {
    open() {
      showState("open");
      numbers.reconnects += opened ? 1 : 0;
      opened = true;
      showNumbers();
      // The page may have been left meanwhile, without an error.
      beginBand();
      replay = { opened: now(), readings: 0, missing: numbers.missing };
    },
    error() {
      showState("connecting");
      forgetReplay();
      if (beginBand()) {
        log("away", "The stream has ended; the browser reconnects.");
      }
    },
    // Sent first if the server cannot resume this page, in place of what is lost.
    gap() {
      gapEvent = true;
      forgetReplay();
    },
    reading(event) {
      take(JSON.parse(event.data), gapEvent);
      gapEvent = false;
      element("last-event-id").textContent = element("last-event-id").title = event.lastEventId;
    },
  });
}

function beginBand() {
  const begins = last && !openBand();
  if (begins) {
    bands.push({ from: last.at / 1000, to: null, kind: "away" });
  }
  return begins;
}

function take(reading, afterGap) {
  if (last && afterGap) {
    numbers.gaps++;
    append((last.at + reading.at) / 2, () => null);
    const band = openBand() || bands[bands.push({ from: last.at / 1000 }) - 1];
    Object.assign(band, { to: reading.at / 1000, kind: "gap" });
    const why = reading.number <= last.number ? "The server has begun anew" : "The history does not reach back so far";
    log("away", `${why}: no readings for ${tenths((reading.at - last.at) / 1000)} s.`);
  } else if (last) {
    // Each reading has a number, so a hole between history and live would show.
    numbers.missing += Math.abs(reading.number - last.number - 1);
  }
  // A clock that is set back must not make the time axis run backwards.
  append(Math.max(reading.at, (rows[0].at(-1) ?? 0) * 1000 + 1), series => series.of(reading));
  last = reading;
  // The smallest delay is that of a live reading.
  clockAhead = Math.min(clockAhead, Date.now() - reading.at);
  numbers.readings++;
  if (replay) {
    countReplay(reading);
  }
  showNumbers();
  draw();
}

function append(at, value) {
  rows[0].push(at / 1000);
  for (const series of COLUMNS) {
    rows[series.column].push(value(series));
  }
  while (rows[0][0] < at / 1000 - SECONDS_SHOWN - 5) {
    rows.forEach(row => row.shift());
  }
  while (bands.length > 0 && bands[0].to !== null && bands[0].to < rows[0][0]) {
    bands.shift();
  }
}

// Readings taken before the stream opened come from the history, all at once.
function countReplay(reading) {
  if (reading.at / 1000 < replay.opened) {
    replay.readings++;
    numbers.replayed++;
  }
  replay.timer ??= setTimeout(() => {
    const { opened, readings, missing } = replay;
    const band = openBand();
    if (band) {
      Object.assign(band, { to: opened, kind: "resumed" });
      const away = tenths(opened - band.from);
      log("resumed", `Back after ${away} s: ${readings} readings from the history, ${numbers.missing - missing || "none"} missing.`);
    } else {
      log("resumed", `Connected: ${readings} readings from the history.`);
    }
    forgetReplay();
    draw();
  }, 300);
}

function forgetReplay() {
  clearTimeout(replay?.timer);
  replay = null;
}

const openBand = () => bands.find(band => band.to === null);

// The time of the server's clock, in seconds.
const now = () => (Date.now() - (Number.isFinite(clockAhead) ? clockAhead : 0)) / 1000;

// what is written

function showState(state) {
  element("state").textContent = state;
  element("state").dataset.state = state;
}

function showNumbers() {
  for (const [id, number] of Object.entries(numbers)) {
    element(id).textContent = whole(number);
  }
  element("missing").dataset.mark = numbers.missing ? "bad" : "";
  element("gaps").dataset.mark = numbers.gaps ? "bad" : "";
}

function log(kind, text) {
  const time = document.createElement("time");
  time.textContent = new Date().toLocaleTimeString("en", { hour12: false });
  const words = document.createElement("span");
  words.textContent = text;
  const row = document.createElement("li");
  row.dataset.kind = kind;
  row.append(time, words);
  element("log").prepend(row);
  while (element("log").childElementCount > 50) {
    element("log").lastElementChild.remove();
  }
}

// what is drawn

// Until there are five minutes, time grows from the right edge; while disconnected it goes on without readings.
function timeShown() {
  const first = rows[0][0] ?? Date.now() / 1000;
  const to = openBand() ? now() : last ? last.at / 1000 : first;
  return [Math.max(to - SECONDS_SHOWN, Math.min(first, to - FEWEST_SECONDS_SHOWN)), to];
}

function buildCharts() {
  build(element("charts"), { rows, bands, time: timeShown, now });
  draw();
}

// Many readings at once are drawn once.
let drawing = 0;
function draw() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    drawCharts();
    element("remove").disabled = !last?.simulated;
  });
}

// the buttons

function command(button, method, path, done) {
  element(button).onclick = async () => {
    try {
      const response = await fetch(path, { method });
      answer(response.ok ? done : await response.text());
    } catch (unreachable) {
      answer("The server does not answer.");
    }
  };
}

let forgetting = 0;
function answer(text) {
  element("answer").textContent = text;
  clearTimeout(forgetting);
  forgetting = setTimeout(() => { element("answer").textContent = ""; }, 8000);
}

command("add", "POST", "/subscribers", "1,000 more subscribers are on their way.");
command("remove", "DELETE", "/subscribers", "The simulated subscribers leave.");
command("hiccup", "POST", "/hiccup", "The server has closed every stream.");

connect();
buildCharts();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", buildCharts);
setInterval(() => openBand() && draw(), 1000);
