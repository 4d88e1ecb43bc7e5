#!/usr/bin/env bash
# @azure/core-sse: the event name of a block without data names the next event.
#
# Expected: HTML 9.2.6, "dispatch the event": a blank line with an empty data buffer sets the event type buffer to
#           the empty string. "event: expired" with no data is forgotten, the event after it is of type "message".
# Instead:  only a block that had data resets the message, so the name stays in it for the next block.
# Seen:     @azure/core-sse 2.3.0, 2026-11-29.
# For you:  servers that write a name without data (several do for an event with empty content) make the next event
#           arrive under a foreign name. Give every named event at least one "data:" line.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts @azure/core-sse@2.3.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import {createSseStream} from '@azure/core-sse';

const text = 'event: expired\n\ndata: price 10\n\ndata: price 11\n\n';
const body = new ReadableStream({
    start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
    },
});
console.log('stream  ' + JSON.stringify(text));
for await (const message of createSseStream(body)) {
    console.log(`event=${JSON.stringify(message.event)} data=${JSON.stringify(message.data)}`);
}
JS

cat > expected.txt <<'TEXT'
stream  "event: expired\n\ndata: price 10\n\ndata: price 11\n\n"
event="expired" data="price 10"
event="" data="price 11"
TEXT

echo "@azure/core-sse@2.3.0, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
