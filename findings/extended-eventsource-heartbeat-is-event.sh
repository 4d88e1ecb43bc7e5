#!/usr/bin/env bash
# extended-eventsource: every heartbeat of the server is a "message" event with empty data.
#
# Expected: HTML 9.2.6: comments are ignored, and a blank line with an empty data buffer dispatches nothing. HTML 9.2.7
#           recommends a comment every 15 seconds or so. The package calls itself fully compliant.
# Instead:  from the second block on each one is dispatched, with data "" if it consists of comments or of an id only.
# Seen:     extended-eventsource 2.1.0, 2026-11-29.
# For you:  JSON.parse(event.data) throws every few seconds on a healthy stream. A server helps with a heartbeat that is
#           a comment line without a blank line after it; a program must ignore events with empty data.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts extended-eventsource@2.1.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import http from 'node:http';
import {EventSource} from 'extended-eventsource';

const blocks = [
    ': keep-alive\n\n', ': keep-alive\n\n', 'id: 7\n\n', 'data: hello\n\n', ': keep-alive\n', 'data: bye\n\n',
];
const server = http.createServer((request, response) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    let next = 0;
    const timer = setInterval(() => {
        if (next === blocks.length) {
            clearInterval(timer);
            response.end();
            return;
        }
        console.log('sent      ' + JSON.stringify(blocks[next]));
        response.write(blocks[next++]);
    }, 200);
}).listen(0, '127.0.0.1', () => {
    const url = `http://127.0.0.1:${server.address().port}/`;
    const source = new EventSource(url, {disableLogger: true});
    source.onmessage = event => console.log(`received  ${event.type}, data ${JSON.stringify(event.data)}`);
    source.onerror = () => process.exit();
});
JS

cat > expected.txt <<'TEXT'
sent      ": keep-alive\n\n"
sent      ": keep-alive\n\n"
received  message, data ""
sent      "id: 7\n\n"
received  message, data ""
sent      "data: hello\n\n"
received  message, data "hello"
sent      ": keep-alive\n"
sent      "data: bye\n\n"
received  message, data "bye"
TEXT

echo "extended-eventsource@2.1.0, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
