#!/usr/bin/env bash
# nginx: a client that reads all the time, but slowly, makes nginx read nothing from the server for seconds on end.
#
# Expected: with buffering off, nginx takes from the server about what its client takes, in small steps, so that the
#           server sees that its bytes go on being read.
# Instead:  nginx fills the client's socket buffer, several megabytes on Linux, and takes up again only when a third of
#           it is free. For a client of 100 KB a second that is a pause of many seconds, in which the server's writes
#           are not taken: it cannot tell this client from one that has stopped reading.
# Seen:     nginx 1.22.1-9+deb12u11 of Debian 12 on Linux, 32 MB to a client that reads 10 KB each 100 ms, 2026-11-30:
#           the longest time in which nothing is taken is 13.0 s; with "sndbuf=64k" it is 1.5 s.
# For you:  "listen 443 ssl sndbuf=64k;" for event streams, or a write timeout of the server above those pauses.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
version=1.22.1-9+deb12u11
if ! apt-get -qq -o APT::Sandbox::User="$(id -un)" download "nginx=$version" > apt.log 2>&1; then
    cat apt.log
    exit 2
fi
for package in *.deb; do
    dpkg-deb -x "$package" root
done

cat > run.py <<'PY'
import os, socket, subprocess, sys, threading, time

SECONDS = 22


def listening():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    return server


def longest_pause(server, result):
    """Offers bytes ten times a second, and notes the longest time in which none was taken."""
    connection, _ = server.accept()
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n"
                       b"Connection: close\r\n\r\ndata: ")
    connection.setblocking(False)
    block = b"x" * 16384
    start = last = time.monotonic()
    longest = 0
    while time.monotonic() - start < SECONDS:
        try:
            while connection.send(block):
                now = time.monotonic()
                longest = max(longest, now - last)
                last = now
        except BlockingIOError:
            time.sleep(0.1)
    result.append(max(longest, time.monotonic() - last))


def read_slowly(port):
    client = socket.socket()
    client.connect(("127.0.0.1", port))
    client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    while client.recv(10240):
        time.sleep(0.1)


def run(option):
    origin, free = listening(), listening()
    port = free.getsockname()[1]
    free.close()
    with open("nginx.conf", "w") as conf:
        conf.write(f"""
daemon off;
master_process off;
pid nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port}{option};
        location / {{
            proxy_pass http://127.0.0.1:{origin.getsockname()[1]};
            proxy_http_version 1.1;
        }}
    }}
}}
""")
    here = os.getcwd()
    nginx = subprocess.Popen(["root/usr/sbin/nginx", "-p", here, "-e", "stderr", "-c", here + "/nginx.conf"],
                             stderr=subprocess.DEVNULL)
    try:
        time.sleep(1.5)
        result = []
        threading.Thread(target=read_slowly, args=(port,), daemon=True).start()
        longest_pause(origin, result)
    finally:
        nginx.terminate()
        nginx.wait()
    name = option.strip() or "no option"
    print(f"({name}: longest pause {result[0]:.1f} s)", file=sys.stderr)
    print(f"{name}: {'pauses of many seconds' if result[0] > 4 else 'goes on all the time'}", flush=True)


run("")
run(" sndbuf=64k")
PY

cat > expected.txt <<'TEXT'
no option: pauses of many seconds
sndbuf=64k: goes on all the time
TEXT

echo "$(root/usr/sbin/nginx -v 2>&1), $(python3 --version)"
timeout 90 python3 run.py > seen.txt
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
