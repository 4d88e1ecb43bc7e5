#!/usr/bin/env bash
# graphql-sse: a whole event waits in the client until the piece of the next one that came with it is complete.
#
# Expected: HTML 9.2.6: an event is dispatched at its blank line. How the network cuts the stream has no meaning.
# Instead:  events are collected until a chunk ends together with a line. Where a chunk holds the end of one event and
#           the start of the next line, nothing of it is handed out before that line ends.
# Seen:     graphql-sse 2.6.1, its client, 2026-11-29.
# For you:  a proxy that cuts by buffer size (4 or 8 KB) makes a subscription lag: with large results the last whole
#           one is seen when the next arrives. Nothing is lost. Writing each event by itself helps only without such
#           a proxy.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts graphql@16.15.0 graphql-sse@2.6.1 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import http from 'node:http';
import {createClient} from 'graphql-sse';

const pause = millis => new Promise(resolve => setTimeout(resolve, millis));
const pieces = [
    'event: next\ndata: {"data":{"n":1}}\n\nevent: ne', 'xt\ndata: {"data":{"n":2}}\n\n', 'event: complete\ndata:\n\n',
];
const server = http.createServer(async (request, response) => {
    request.resume();
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    for (const piece of pieces) {
        console.log('sent      ' + JSON.stringify(piece));
        response.write(piece);
        await pause(1_000);
    }
    response.end();
}).listen(0, '127.0.0.1', () => {
    const client = createClient({url: `http://127.0.0.1:${server.address().port}/`, retryAttempts: 0});
    client.subscribe({query: 'subscription { n }'}, {
        next: result => console.log('received  ' + JSON.stringify(result)),
        error: error => console.log('error     ' + error),
        complete: () => {
            console.log('complete');
            process.exit();
        },
    });
});
JS

cat > expected.txt <<'TEXT'
sent      "event: next\ndata: {\"data\":{\"n\":1}}\n\nevent: ne"
sent      "xt\ndata: {\"data\":{\"n\":2}}\n\n"
received  {"data":{"n":1}}
received  {"data":{"n":2}}
sent      "event: complete\ndata:\n\n"
complete
TEXT

echo "graphql@16.15.0 graphql-sse@2.6.1, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
