#!/usr/bin/env bash
# @server-sent-stream/parser: a comment that looks like a field is taken for the field.
#
# Expected: HTML 9.2.6: a line that starts with a colon is ignored, whatever follows.
# Instead:  the colon is skipped and the rest is read as "field: value". A field that was switched off by a colon
#           before it is in force again: ":data: draft" is an event, ":id: 41" moves the last event id.
# Seen:     @server-sent-stream/parser 1.0.4, 2026-11-29.
# For you:  a comment used for tracing must not begin with a field name directly after its colon. A space after the
#           first colon (": data: draft") is enough.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts @server-sent-stream/parser@1.0.4 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi

cat > run.mjs <<'JS'
import module from '@server-sent-stream/parser';

const EventStreamParser = module.default ?? module;
function parse(text) {
    console.log('stream  ' + JSON.stringify(text));
    const parser = new EventStreamParser((data, type, lastEventId) =>
        console.log(`  type=${type} data=${JSON.stringify(data)} lastEventId=${JSON.stringify(lastEventId)}`));
    parser.push(text);
    parser.end();
}
parse(':data: draft\n\n');
parse(':id: 41\n:event: trace\ndata: hello\n\n');
parse(': data: draft\n\ndata: hello\n\n');
JS

cat > expected.txt <<'TEXT'
stream  ":data: draft\n\n"
  type=message data="draft" lastEventId=""
stream  ":id: 41\n:event: trace\ndata: hello\n\n"
  type=trace data="hello" lastEventId="41"
stream  ": data: draft\n\ndata: hello\n\n"
  type=message data="hello" lastEventId=""
TEXT

echo "@server-sent-stream/parser@1.0.4, node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
