#!/usr/bin/env bash
# sse-pubsub: a subscriber to one event name gets events again after a reconnect that it has had already.
#
# Expected: HTML 9.2.4: Last-Event-ID tells the server what the client has; the package's documentation offers the
#           header for events "that occured" before the client came, and a list of event names per subscriber.
# Instead:  the number of missed events is counted over all names (newest id minus Last-Event-ID), and that many events
#           of the subscriber's names are sent. Where others' events lie between, older ones are sent once more.
# Seen:     sse-pubsub 1.4.5, 2026-11-29: ids 1 and 2 are for the subscriber, 3 to 5 are not. It reconnects with
#           Last-Event-ID 2 and is sent 1 and 2 again.
# For you:  clients of such a server must compare ids themselves and drop those they know.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts sse-pubsub@1.4.5 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import http from 'node:http';
import SSEChannel from 'sse-pubsub';

const channel = new SSEChannel({pingInterval: 0, maxStreamDuration: 300});
channel.publish('order 1', 'order');
channel.publish('order 2', 'order');
channel.publish('price 1', 'price');
channel.publish('price 2', 'price');
channel.publish('price 3', 'price');
const server = http.createServer((request, response) => channel.subscribe(request, response, ['order']));
server.listen(0, '127.0.0.1', async () => {
    const headers = {'Last-Event-ID': '2'};
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`, {headers});
    console.log('answer to Last-Event-ID: 2');
    console.log((await response.text()).trimEnd());
    channel.close();
    server.close();
});
JS

cat > expected.txt <<'TEXT'
answer to Last-Event-ID: 2
retry: 1000

id: 1
event: order
data: order 1

id: 2
event: order
data: order 2
TEXT

echo "sse-pubsub@1.4.5, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
