#!/usr/bin/env bash
# event-source-plus: of several data lines only the last one arrives.
#
# Expected: HTML 9.2.6: each "data" field is appended to the data buffer, with LF between them.
# Instead:  each data line replaces the one before. White space at both ends of the value is removed as well.
# Seen:     event-source-plus 0.1.15, 2026-11-29 (server and client on one machine, Node's own http server).
# For you:  servers must break data at line ends into several data lines, so every text of more than one line
#           (formatted JSON, Markdown, HTML fragments) arrives as its last line. Send JSON without line ends.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts event-source-plus@0.1.15 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import http from 'node:http';
import {EventSourcePlus} from 'event-source-plus';

const text = 'data: {\ndata:   "price": 12\ndata: }\n\ndata: one\ndata: two \n\n';
const server = http.createServer((request, response) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    response.end(text);
}).listen(0, '127.0.0.1', () => {
    console.log('stream  ' + JSON.stringify(text));
    new EventSourcePlus(`http://127.0.0.1:${server.address().port}/`, {retryStrategy: 'on-error'}).listen({
        onMessage: message => console.log('data=' + JSON.stringify(message.data)),
    }).onAbort(() => process.exit());
});
JS

cat > expected.txt <<'TEXT'
stream  "data: {\ndata:   \"price\": 12\ndata: }\n\ndata: one\ndata: two \n\n"
data="}"
data="two"
TEXT

echo "event-source-plus@0.1.15, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
