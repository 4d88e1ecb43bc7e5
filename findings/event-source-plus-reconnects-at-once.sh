#!/usr/bin/env bash
# event-source-plus: reconnects two milliseconds after an orderly end and takes no notice of "retry:".
#
# Expected: HTML 9.2.3: a client waits for the reconnection time before it connects again, "a few seconds" by default,
#           and HTML 9.2.6: "retry: 2000" sets it to two seconds. The package's own documentation promises exponential
#           backoff up to 30 seconds.
# Instead:  the backoff starts at 2 ms and starts again with each answer of status 200, so a server that ends its
#           streams in order is asked again at once, for ever. "retry" is handed to the program, the client itself
#           does not use it.
# Seen:     event-source-plus 0.1.15, 2026-11-29: 190 requests in one second where the server had asked for one in
#           two seconds (the script asserts more than 20).
# For you:  a server that ends its streams to shift load, or that answers and ends, is overrun by a few such clients.
#           Keep the stream open, or tell users to set retryStrategy to "on-error".
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

let requests = 0;
const server = http.createServer((request, response) => {
    requests++;
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    response.end('retry: 2000\ndata: x\n\n');
}).listen(0, '127.0.0.1', () => {
    const seen = new Set();
    const controller = new EventSourcePlus(`http://127.0.0.1:${server.address().port}/`).listen({
        onMessage: message => seen.add(message.retry),
    });
    setTimeout(() => {
        controller.abort();
        console.log('retry as told to the program: ' + [...seen]);
        console.log('requests in one second: ' + (requests > 20 ? 'more than 20' : requests) + ', asked for: 1');
        console.error(`(exactly: ${requests} requests)`);
        process.exit();
    }, 1000);
});
JS

cat > expected.txt <<'TEXT'
retry as told to the program: 2000
requests in one second: more than 20, asked for: 1
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
