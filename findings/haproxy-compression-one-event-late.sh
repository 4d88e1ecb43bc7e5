#!/usr/bin/env bash
# HAProxy: compressed event streams lag behind by one event.
#
# Expected: a compressor can be flushed at the end of what the origin wrote (RFC 1951 has the empty stored block for
#           that), and each event is seen at once, as it is without compression.
# Instead:  the last bytes of each write stay in the compressor until more input comes. An event ends with a blank
#           line, so just the bytes that make a client dispatch it are missing until the next event or the end.
# Seen:     haproxy 2.6.12-1+deb12u4 of Debian 12, compression of text/event-stream, 2026-11-29.
# For you:  each event is seen when the next one is sent: prices are old by one, and the last message of a quiet topic
#           waits for the next heartbeat. Leave text/event-stream out of "compression type"; "no-transform" in
#           Cache-Control keeps HAProxy from compressing.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
packages='haproxy=2.6.12-1+deb12u4 liblua5.3-0=5.3.6-2 libopentracing-c-wrapper0=1.1.3-3+b1 libopentracing1=1.6.0-4'
# shellcheck disable=SC2086 # a list of packages
if ! apt-get -qq -o APT::Sandbox::User="$(id -un)" download $packages > apt.log 2>&1; then
    cat apt.log
    exit 2
fi
for package in *.deb; do
    dpkg-deb -x "$package" root
done
LD_LIBRARY_PATH=$(echo "$work"/root/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH

cat > run.mjs <<'JS'
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import zlib from 'node:zlib';

const events = ['data: one\n\n', 'data: two\n\n', 'data: three\n\n'];
let haproxy;
process.on('exit', () => haproxy?.kill());
process.on('SIGTERM', () => process.exit(1));
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));
let write;
let cacheControl = 'no-cache';
const origin = http.createServer((request, response) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': cacheControl});
    response.flushHeaders();
    write = text => text ? response.write(text) : response.end();
});
await new Promise(resolve => origin.listen(0, '127.0.0.1', resolve));

async function run(compression) {
    fs.writeFileSync('haproxy.cfg', `
defaults
    mode http
    timeout client 20s
    timeout server 20s
    timeout connect 5s
frontend front
    bind unix@front.sock
    ${compression}
    default_backend back
backend back
    server origin 127.0.0.1:${origin.address().port}
`);
    haproxy = spawn('root/usr/sbin/haproxy', ['-db', '-f', 'haproxy.cfg'], {stdio: 'ignore'});
    while (!fs.existsSync('front.sock')) await pause(50);
    await pause(500);
    let received = '';
    const response = await new Promise((resolve, reject) =>
        http.get({socketPath: 'front.sock', headers: {'Accept-Encoding': 'gzip'}}, resolve).on('error', reject));
    const encoding = response.headers['content-encoding'] ?? 'identity';
    const body = encoding === 'gzip'
        ? response.pipe(zlib.createGunzip({flush: zlib.constants.Z_SYNC_FLUSH})) : response;
    body.on('data', bytes => received += bytes);
    console.log(`${encoding}, Cache-Control: ${response.headers['cache-control']}`);
    for (const event of events) {
        write(event);
        await pause(1500);
        console.log(`  1.5 s after ${JSON.stringify(event)}: ${received.split('\n\n').length - 1} whole events`);
    }
    write(null);
    await new Promise(resolve => body.on('end', resolve));
    console.log(`  after the end: ${received.split('\n\n').length - 1} whole events`);
    haproxy.kill();
    await new Promise(resolve => haproxy.on('exit', resolve));
    fs.rmSync('front.sock', {force: true});
}
await run('');
await run('compression algo gzip\n    compression type text/event-stream');
cacheControl = 'no-cache, no-transform';
await run('compression algo gzip\n    compression type text/event-stream');
process.exit();
JS

cat > expected.txt <<'TEXT'
identity, Cache-Control: no-cache
  1.5 s after "data: one\n\n": 1 whole events
  1.5 s after "data: two\n\n": 2 whole events
  1.5 s after "data: three\n\n": 3 whole events
  after the end: 3 whole events
gzip, Cache-Control: no-cache
  1.5 s after "data: one\n\n": 0 whole events
  1.5 s after "data: two\n\n": 1 whole events
  1.5 s after "data: three\n\n": 2 whole events
  after the end: 3 whole events
identity, Cache-Control: no-cache, no-transform
  1.5 s after "data: one\n\n": 1 whole events
  1.5 s after "data: two\n\n": 2 whole events
  1.5 s after "data: three\n\n": 3 whole events
  after the end: 3 whole events
TEXT

echo "$(root/usr/sbin/haproxy -v | head -1), node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
