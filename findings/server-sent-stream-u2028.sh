#!/usr/bin/env bash
# @server-sent-stream/parser: a value ends at U+2028, so valid JSON arrives cut.
#
# Expected: HTML 9.2.5: lines end at CR LF, LF or CR and at nothing else. U+2028 LINE SEPARATOR is an ordinary
#           character of a value; JSON (RFC 8259, section 7) allows it unescaped in strings, and JSON.stringify writes
#           it so.
# Instead:  a value is read up to the first U+2028 or U+2029; the rest of the line is dropped without an error.
# Seen:     @server-sent-stream/parser 1.0.4, 2026-11-29.
# For you:  text pasted from word processors holds U+2028 now and then. JSON.parse then fails on one event in many,
#           and plain text loses its end in silence. Let the server escape both characters in JSON.
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
const shown = text => JSON.stringify(text).replaceAll('\u2028', '<U+2028>');
const json = JSON.stringify({title: 'first\u2028second', price: 12});
console.log('sent      ' + shown(json));
const parser = new EventStreamParser(data => {
    console.log('received  ' + shown(data));
    try {
        JSON.parse(data);
        console.log('JSON.parse: accepted');
    } catch (e) {
        console.log('JSON.parse: ' + e.name);
    }
});
parser.push(`data: ${json}\n\n`);
JS

cat > expected.txt <<'TEXT'
sent      "{\"title\":\"first<U+2028>second\",\"price\":12}"
received  "{\"title\":\"first"
JSON.parse: SyntaxError
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
