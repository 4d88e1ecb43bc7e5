#!/usr/bin/env bash
# ssestream behind HAProxy: every stream is answered with 502.
#
# Expected: RFC 9112, 6.3: an HTTP/1.1 answer of unknown length is sent in chunks, or without any Transfer-Encoding and
#           ended by the close of the connection. Clients (Node's fetch, curl) read what ssestream sends.
# Instead:  ssestream sets "Transfer-Encoding: identity", a coding that RFC 7230 removed from HTTP/1.1 in 2014. HAProxy
#           takes the answer for invalid and answers "502 Bad Gateway" itself; the same stream with that field taken
#           away passes.
# Seen:     ssestream 1.1.0 and haproxy 2.6.12-1+deb12u4 of Debian 12, 2026-11-29.
# For you:  a program that works on a developer's machine fails behind the proxy. Remove the field between pipe's
#           writeHead and the first write, or write to the response yourself.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! npm install --silent --no-audit --no-fund --ignore-scripts ssestream@1.1.0 > npm.log 2>&1; then
    cat npm.log
    exit 2
fi
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
import module from 'ssestream';

let haproxy;
process.on('exit', () => haproxy?.kill());
process.on('SIGTERM', () => process.exit(1));
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));
const SseStream = module.default ?? module;
const origin = http.createServer((request, response) => {
    if (request.url === '/without') {
        const writeHead = response.writeHead;
        response.writeHead = (status, {'Transfer-Encoding': removed, ...fields}) =>
            writeHead.call(response, status, fields);
    }
    const stream = new SseStream(request);
    stream.pipe(response);
    stream.write({data: 'hello'});
});
await new Promise(resolve => origin.listen(0, '127.0.0.1', resolve));

function get(path, options) {
    return new Promise((resolve, reject) => http.get({path, agent: false, ...options}, response => {
        let text = '';
        response.on('data', bytes => text += bytes);
        setTimeout(() => {
            const coding = response.headers['transfer-encoding'] ?? 'none';
            const shown = response.statusCode === 200 ? JSON.stringify(text) : 'an error page';
            resolve(`${response.statusCode}, Transfer-Encoding ${coding}, ${shown}`);
            response.destroy();
        }, 1_500);
    }).on('error', reject));
}

const direct = {port: origin.address().port, host: '127.0.0.1'};
fs.writeFileSync('haproxy.cfg', `
defaults
    mode http
    timeout client 20s
    timeout server 20s
    timeout connect 5s
frontend front
    bind unix@front.sock
    default_backend back
backend back
    server origin 127.0.0.1:${direct.port}
`);
haproxy = spawn('root/usr/sbin/haproxy', ['-db', '-f', 'haproxy.cfg'], {stdio: 'ignore'});
while (!fs.existsSync('front.sock')) await pause(50);
await pause(500);
console.log('direct:                         ' + await get('/', direct));
console.log('through HAProxy:                ' + await get('/', {socketPath: 'front.sock'}));
console.log('through HAProxy, field removed: ' + await get('/without', {socketPath: 'front.sock'}));
haproxy.kill();
process.exit();
JS

cat > expected.txt <<'TEXT'
direct:                         200, Transfer-Encoding identity, ":ok\n\ndata: hello\n\n"
through HAProxy:                502, Transfer-Encoding none, an error page
through HAProxy, field removed: 200, Transfer-Encoding chunked, ":ok\n\ndata: hello\n\n"
TEXT

echo "ssestream 1.1.0, $(root/usr/sbin/haproxy -v | head -1), node $(node --version)"
timeout 60 node run.mjs > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
