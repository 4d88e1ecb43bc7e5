#!/usr/bin/env bash
# HAProxy: every event of a chunked stream is a fifth of a second late for a cleartext HTTP/1.1 client.
#
# Expected: a proxy that does not buffer passes an event on in about a millisecond, as HAProxy does with
#           "option http-no-delay".
# Instead:  without that option the rest of a chunk waits until the client's system has acknowledged what came before,
#           which it delays by some 200 ms when nothing else is to be sent. HAProxy's manual describes the option for
#           applications that depend on small chunks; an event stream is one, at the usual rate of a few events a
#           second.
# Seen:     haproxy 2.6.12-1+deb12u4 of Debian 12 on Linux, two events a second, 2026-11-29: medians of 219 ms and 1 ms.
# For you:  put "option http-no-delay" into the frontend or the defaults of event streams.
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
import net from 'node:net';

let haproxy;
process.on('exit', () => haproxy?.kill());
process.on('SIGTERM', () => process.exit(1));
const pause = millis => new Promise(resolve => setTimeout(resolve, millis));
const origin = http.createServer((request, response) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    const timer = setInterval(() => response.write(`data: ${Date.now()}\n\n`), 500);
    setTimeout(() => {
        clearInterval(timer);
        response.end();
    }, 4_800);
});
await new Promise(resolve => origin.listen(0, '127.0.0.1', resolve));

async function freePort() {
    const server = net.createServer();
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const port = server.address().port;
    await new Promise(resolve => server.close(resolve));
    return port;
}

async function run(option) {
    const port = await freePort();
    fs.writeFileSync('haproxy.cfg', `
defaults
    mode http
    timeout client 20s
    timeout server 20s
    timeout connect 5s
frontend front
    bind 127.0.0.1:${port}
    ${option}
    default_backend back
backend back
    server origin 127.0.0.1:${origin.address().port}
`);
    haproxy = spawn('root/usr/sbin/haproxy', ['-db', '-f', 'haproxy.cfg'], {stdio: 'ignore'});
    await pause(1_500);
    const late = [];
    const response = await new Promise((resolve, reject) =>
        http.get({port, host: '127.0.0.1', agent: false}, resolve).on('error', reject));
    response.on('data', bytes => late.push(Date.now() - Number(/data: (\d+)/.exec(bytes)[1])));
    await new Promise(resolve => response.on('end', resolve));
    haproxy.kill();
    await new Promise(resolve => haproxy.on('exit', resolve));
    const median = late.sort((a, b) => a - b)[Math.floor(late.length / 2)];
    console.error(`(${option || 'no option'}: median ${median} ms of ${late.length} events)`);
    console.log(`${option || 'no option'}: ${median < 100 ? 'at once' : median < 300 ? 'about 200 ms late' : median}`);
}
await run('');
await run('option http-no-delay');
process.exit();
JS

cat > expected.txt <<'TEXT'
no option: about 200 ms late
option http-no-delay: at once
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
