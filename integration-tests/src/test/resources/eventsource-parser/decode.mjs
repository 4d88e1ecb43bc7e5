// Decodes event streams. Each line of the input is one, in hexadecimal; the answer is two lines: the events as it is fed whole, and as it is fed byte by byte.
// An event is type,data,lastEventId; each text is four hexadecimal digits for each of its units.
import { createParser } from "eventsource-parser";
import { createInterface } from "node:readline";

const hex = text => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, "0")).join("");

function decode(chunks) {
  const events = [];
  let lastEventId = "";
  const parser = createParser({
    onEvent({ id, event, data }) {
      lastEventId = id ?? lastEventId;
      events.push([event ?? "message", data, lastEventId].map(hex).join(","));
    },
  });
  const utf8 = new TextDecoder();
  for (const chunk of chunks) {
    const text = utf8.decode(chunk, { stream: true });
    if (text !== "") {
      parser.feed(text);
    }
  }
  return events.join(";");
}

for await (const line of createInterface({ input: process.stdin })) {
  const bytes = Buffer.from(line, "hex");
  console.log(decode([bytes]));
  console.log(decode(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))));
}
