#!/usr/bin/env bash
# parse-sse: half an event is delivered as a whole one when the connection ends inside it.
#
# Expected: HTML 9.2.6: when the stream ends, pending data must be discarded; an event without its blank line is not
#           dispatched. The package calls itself spec-compliant in its documentation.
# Instead:  what is there is dispatched, even if the connection ended in the middle of a line. With a body that is
#           ended by the closing of its connection, that is an orderly end: nothing tells the program.
# Seen:     parse-sse 0.1.0, 2026-11-29 (Node's fetch, a server that closes in the middle of its second event).
# For you:  a number may arrive with its last digits missing (12 for 1250). A program that reads this package's events
#           has to check each event itself, for example by closing brackets in JSON or a length.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts parse-sse@0.1.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import net from 'node:net';
import {parseServerSentEvents} from 'parse-sse';

const whole = 'id: 1\ndata: 1249\n\nid: 2\ndata: 1250\n\n';
const sent = whole.slice(0, whole.indexOf('1250') + 2);
const server = net.createServer(socket => {
    socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n' + sent));
}).listen(0, '127.0.0.1', async () => {
    console.log('sent before the close  ' + JSON.stringify(sent));
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
    for await (const event of parseServerSentEvents(response)) {
        console.log(`data=${event.data} lastEventId=${event.lastEventId}`);
    }
    console.log('end of the stream, no error');
    server.close();
});
JS

cat > expected.txt <<'TEXT'
sent before the close  "id: 1\ndata: 1249\n\nid: 2\ndata: 12"
data=1249 lastEventId=1
data=12 lastEventId=2
end of the stream, no error
TEXT

echo "parse-sse@0.1.0, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
