// Decodes event streams. Each line of the input is one: its chunks in hexadecimal, separated by commas. The answer is a line of its events.
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
  console.log(decode(line.split(",").map(chunk => Buffer.from(chunk, "hex"))));
}
