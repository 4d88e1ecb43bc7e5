#!/usr/bin/env bash
# event-stream-parser: with CR LF line ends, one event becomes two where a chunk ends between CR and LF.
#
# Expected: HTML 9.2.5: CR LF is one line end, and how a network cuts the stream has no meaning.
# Instead:  the CR ends a line and the LF at the head of the next chunk ends an empty one, which dispatches what was
#           collected so far. The rest of the event follows as an event of its own, under the type "message".
# Seen:     event-stream-parser 1.0.2, 2026-11-29: the same bytes whole and in two pieces.
# For you:  a server that writes CR LF (legal, and some frameworks do) is read wrongly now and then, depending on
#           packet sizes, which no test on one machine shows. Write LF alone.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts event-stream-parser@1.0.2 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import module from 'event-stream-parser';

const text = 'event: price\r\ndata: {"a": 1,\r\ndata: "b": 2}\r\n\r\n';
async function read(...chunks) {
    console.log('chunks  ' + JSON.stringify(chunks));
    const body = new ReadableStream({
        start(controller) {
            chunks.forEach(chunk => controller.enqueue(new TextEncoder().encode(chunk)));
            controller.close();
        },
    });
    for await (const event of await module.parse(body)) {
        console.log(`  type=${event.type} data=${JSON.stringify(event.data)}`);
    }
}
const cut = text.indexOf(',\r') + 2;
await read(text);
await read(text.slice(0, cut), text.slice(cut));
JS

cat > expected.txt <<'TEXT'
chunks  ["event: price\r\ndata: {\"a\": 1,\r\ndata: \"b\": 2}\r\n\r\n"]
  type=price data="{\"a\": 1,\n\"b\": 2}"
chunks  ["event: price\r\ndata: {\"a\": 1,\r","\ndata: \"b\": 2}\r\n\r\n"]
  type=price data="{\"a\": 1,"
  type=message data="\"b\": 2}"
TEXT

echo "event-stream-parser@1.0.2, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
