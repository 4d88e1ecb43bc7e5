# Prints what httpx-sse hands to its user.
import sys
import traceback

import httpx
from httpx_sse import connect_sse

try:
    with httpx.Client(timeout=60) as client, connect_sse(client, "GET", sys.argv[1]) as source:
        for event in source.iter_sse():
            print("event", event.data, flush=True)
except Exception:
    traceback.print_exc()
print("end", flush=True)
