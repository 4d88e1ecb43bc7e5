// Prints what @microsoft/fetch-event-source hands to its user. It is made for pages: what it needs of one is here.
globalThis.window = globalThis;
globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };

const { fetchEventSource } = await import('@microsoft/fetch-event-source');

try {
  await fetchEventSource(process.argv[2], {
    openWhenHidden: true,
    onmessage(event) { console.log('event ' + event.data); },
    onerror(failure) { throw failure; },
  });
} catch (failure) {
  console.error(failure);
}
console.log('end');
