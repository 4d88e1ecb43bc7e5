#!/usr/bin/env bash
# http-event-stream: a client that sends "Accept: */*" is cut off right after its first event.
#
# Expected: RFC 9110, 12.5.1: "*/*" accepts every media type, text/event-stream among them; the stream goes on until
#           the program or the client ends it.
# Instead:  a request whose Accept field lacks the words text/event-stream is held for one of a browser without
#           EventSource: the stream is ended one millisecond after the first event, in order, with status 200.
#           Without any Accept field it stays open.
# Seen:     http-event-stream 0.2.0, 2026-11-29. Node's fetch sends "*/*"; so do curl and several client libraries.
# For you:  with this server one gets one event and then a reconnect, for each event. Set Accept in the client.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts http-event-stream@0.2.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import http from 'node:http';
import module from 'http-event-stream';

const server = http.createServer((request, response) => {
    module.streamEvents(request, response, {
        fetch: async () => [],
        stream: context => {
            let n = 0;
            const timer = setInterval(() => {
                context.sendEvent({id: String(++n), data: String(n)});
                if (n === 3) context.close();
            }, 50);
            return () => clearInterval(timer);
        },
    });
});
server.listen(0, '127.0.0.1', async () => {
    for (const accept of ['*/*', 'text/event-stream', undefined]) {
        const text = await new Promise(resolve =>
            http.get({port: server.address().port, host: '127.0.0.1', agent: false, headers: accept ? {accept} : {}},
                async response => resolve(await new Response(response).text())));
        console.log(`Accept: ${accept ?? '(none)'}  events: ${text.match(/data:\d/g)}`);
    }
    server.close();
});
JS

cat > expected.txt <<'TEXT'
Accept: */*  events: data:1
Accept: text/event-stream  events: data:1,data:2,data:3
Accept: (none)  events: data:1,data:2,data:3
TEXT

echo "http-event-stream@0.2.0, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
