#!/usr/bin/env bash
# koa-sse-stream: text that begins with a colon becomes a comment, whole, and takes its event name and id with it.
#
# Expected: its documentation: a string given to send() is sent as an event without a name; "data" of an object is the
#           data to send. Data may begin with any character (HTML 9.2.5, any-char).
# Instead:  where the text begins with a colon (after white space too), all its lines are written as comments, which
#           every client ignores (HTML 9.2.6). send() reports nothing. An id beside it is still written, so the client
#           counts the event as received when it reconnects.
# Seen:     koa-sse-stream 0.2.0 with koa 3.3.0, 2026-11-29.
# For you:  chat lines such as ":-)" or ":wq", and log lines with a leading colon, vanish for good. Put JSON into data.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts koa@3.3.0 koa-sse-stream@0.2.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import Koa from 'koa';
import koaSse from 'koa-sse-stream';

const app = new Koa();
const log = console.log;
app.use(koaSse({pingInterval: 600_000}));
app.use(async ctx => {
    ctx.sse.send({event: 'chat', id: 1, data: 'hello'});
    ctx.sse.send({event: 'chat', id: 2, data: ':-) well met\nsecond line'});
    ctx.sse.sendEnd({event: 'chat', id: 3, data: 'bye'});
});
const server = app.listen(0, '127.0.0.1', async () => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`);
    log((await response.text()).trimEnd());
    process.exit();
});
JS

cat > expected.txt <<'TEXT'
: ok

event: chat
id: 1
data: hello

event: chat
id: 2
: -) well met
: second line

event: chat
id: 3
data: bye
TEXT

echo "koa@3.3.0 koa-sse-stream@0.2.0, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
