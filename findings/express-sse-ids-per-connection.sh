#!/usr/bin/env bash
# express-sse: ids are counted for each connection, so one event has a different id for each client.
#
# Expected: HTML 9.2.4: the id that a client gives back in Last-Event-ID tells the server up to which event the client
#           has come, so an id belongs to an event.
# Instead:  the counter starts at 0 with each connection. Two clients get one event under two ids, and a client that
#           comes back is given ids again that it has had for other events; Last-Event-ID is not read at all.
# Seen:     express-sse 1.0.0, 2026-11-29.
# For you:  ids that are filled in by the package cannot be used to go on after a break, and a client that drops known
#           ids as repeats loses events. Give send() an id of your own, as its third argument, and not 0: that counts
#           as none.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts express-sse@1.0.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import http from 'node:http';
import SSE from 'express-sse';

const sse = new SSE();
const server = http.createServer(sse.init);
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));

async function connect(headers = {}) {
    const client = {text: ''};
    client.request = http.get({port: server.address().port, host: '127.0.0.1', agent: false, headers}, response =>
        response.on('data', bytes => client.text += bytes));
    await pause(500);
    return client;
}

async function send(...args) {
    sse.send(...args);
    await pause(500);
}

function show(name, client) {
    const events = [...client.text.matchAll(/id: (.*)\n(?:event: .*\n)?data: (.*)\n/g)];
    console.log(`${name}: ${events.map(event => `${event[2]} has id ${event[1]}`).join(', ')}`);
}

const first = await connect();
await send('one');
const second = await connect();
await send('two');
first.request.destroy();
const back = await connect({'Last-Event-ID': '1'});
await send('three');
await send('four', 'price', 0);
show('first client', first);
show('first client again, with Last-Event-ID 1', back);
show('second client', second);
process.exit();
JS

cat > expected.txt <<'TEXT'
first client: "one" has id 0, "two" has id 1
first client again, with Last-Event-ID 1: "three" has id 0, "four" has id 1
second client: "two" has id 0, "three" has id 1, "four" has id 2
TEXT

echo "express-sse@1.0.0, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
