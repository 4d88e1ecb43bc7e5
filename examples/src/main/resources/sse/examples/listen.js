// Their ids count, also where the page does not listen to them.
const ONLY_IDS = { "gap": () => {}, "resume-point": () => {} };

// Receives a stream for as long as the page is shown: with a new EventSource where the browser gives one up, and where
// a page returns from the back/forward cache. Both go on after the last event id. Listeners are called with events, by
// type; "open" and "error" are the EventSource's own. Returns a function that ends it.
export function listen(url, listeners, { parameter = "after", withCredentials = false } = {}) {
  const SHORTEST = 1000, LONGEST = 60000;
  let source, timer, lastEventId = "", delay = SHORTEST;

  function connect() {
    const previous = source;
    const address = new URL(url, document.baseURI);
    if (lastEventId !== "") {
      address.searchParams.set(parameter, lastEventId);
    }
    source = new EventSource(address, { withCredentials });
    release(previous);
    hear("open", () => { delay = SHORTEST; });
    hear("error", reconnect);
    for (const [type, listener] of Object.entries({ ...ONLY_IDS, ...listeners })) {
      hear(type, event => {
        // Events of the EventSource's own have no id.
        lastEventId = event.lastEventId ?? lastEventId;
        listener(event);
      });
    }
  }

  function hear(type, listener) {
    const current = source;
    current.addEventListener(type, event => current === source ? listener(event) : current.close());
  }

  // Refused from another origin by Firefox, or a status other than 200: the browser does not try again.
  function reconnect() {
    if (source.readyState === EventSource.CLOSED) {
      timer = setTimeout(connect, delay * (0.5 + Math.random()));
      delay = Math.min(2 * delay, LONGEST);
    }
  }

  // WebKit opens a source again that was closed when the page was left: it is closed once more after that.
  function release(old) {
    clearTimeout(timer);
    old?.close();
    setTimeout(() => old?.close());
  }

  const leave = () => release(source);
  const show = event => { if (event.persisted) connect(); };
  addEventListener("pagehide", leave);
  addEventListener("pageshow", show);
  connect();

  return () => {
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", show);
    const last = source;
    source = undefined;
    release(last);
  };
}
