// Opens an EventSource in the page, keeps all that it dispatches until the test asks for it, and returns its number.
(url, types, withCredentials, reconnects, deadlineMillis) => {
  const source = new EventSource(url, { withCredentials });
  const seen = [];
  let wake = () => {};

  const describe = event => {
    if (event instanceof MessageEvent) {
      return { what: "event", type: event.type, data: event.data, lastEventId: event.lastEventId };
    }
    // The browser's own.
    const failure = source.readyState === EventSource.CLOSED ? "ended" : "lost";
    return { what: event.type === "open" ? "open" : failure, at: performance.now() };
  };
  const keep = event => {
    const description = describe(event);
    if (description.what === "lost" && !reconnects) {
      source.close();
    }
    seen.push(description);
    wake();
  };
  // A listener that is already there is not added again.
  ["open", "error", "message", ...types].forEach(type => source.addEventListener(type, keep));

  const next = async () => {
    if (seen.length === 0) {
      await new Promise((resolve, reject) => {
        wake = resolve;
        setTimeout(() => reject(new Error("nothing is dispatched")), deadlineMillis);
      });
    }
    return seen.shift();
  };
  return (window.testSources ??= []).push({ source, next }) - 1;
}
