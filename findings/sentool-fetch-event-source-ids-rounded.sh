#!/usr/bin/env bash
# @sentool/fetch-event-source: ids of digits become numbers and lose their last places.
#
# Expected: HTML 9.2.6: the last event id is the field's value, a string, to be given back unchanged. The package's
#           documentation names parseJson as the switch for conversions.
# Instead:  every field but data whose value is all digits goes through parseInt, with parseJson off as well:
#           leading zeros are dropped and 64-bit ids are rounded to the next double.
# Seen:     @sentool/fetch-event-source 0.6.0, 2026-11-29.
# For you:  with ids such as snowflakes or offsets of 64 bits, the id that comes back in Last-Event-ID is one that was
#           never sent; a server that searches for it reports a gap or goes on at the wrong place. Put a letter or a
#           hyphen into ids.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts @sentool/fetch-event-source@0.6.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import http from 'node:http';
import module from '@sentool/fetch-event-source';

const ids = ['1234567890123456789', '0042', '7-0042'];
const server = http.createServer((request, response) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    response.end(ids.map(id => `id: ${id}\ndata: x\n\n`).join(''));
}).listen(0, '127.0.0.1', () => {
    module.fetchEventSource(`http://127.0.0.1:${server.address().port}/`, {
        parseJson: false,
        onmessage: message => console.log(`sent ${ids.shift()} received ${typeof message.id} ${message.id}`),
        done: () => server.close(),
    });
});
JS

cat > expected.txt <<'TEXT'
sent 1234567890123456789 received number 1234567890123456800
sent 0042 received number 42
sent 7-0042 received string 7-0042
TEXT

echo "@sentool/fetch-event-source@0.6.0, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
