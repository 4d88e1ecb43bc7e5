#!/usr/bin/env bash
# fetch-event-stream: the indentation of every data line is lost.
#
# Expected: HTML 9.2.6: of the white space after the colon exactly one U+0020 SPACE is removed from the value.
# Instead:  all white space after the colon is removed: spaces, tabs and no-break spaces.
# Seen:     fetch-event-stream 0.1.6, 2026-11-29.
# For you:  YAML, source text and pieces of a language model's answer that begin with a space arrive without it, and
#           no server can prevent that in plain text. Send such text as a JSON string.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts fetch-event-stream@0.1.6 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import {events} from 'fetch-event-stream';

const text = 'data: list:\ndata:   - one\ndata: \ttabbed\n\ndata:  world\n\ndata: \u00a0km\n\n';
console.log('stream  ' + JSON.stringify(text).replace('\u00a0', '<U+00A0>'));
for await (const event of events(new Response(text))) {
    console.log('data=' + JSON.stringify(event.data));
}
JS

cat > expected.txt <<'TEXT'
stream  "data: list:\ndata:   - one\ndata: \ttabbed\n\ndata:  world\n\ndata: <U+00A0>km\n\n"
data="list:\n- one\ntabbed"
data="world"
data="km"
TEXT

echo "fetch-event-stream@0.1.6, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
