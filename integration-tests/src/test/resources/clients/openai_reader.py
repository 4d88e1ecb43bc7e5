# Prints what openai hands to its user.
import json
import sys
import traceback

import openai

try:
    client = openai.OpenAI(api_key="none", base_url=sys.argv[1], max_retries=0)
    stream = client.get(
        "/",
        cast_to=object,
        stream=True,
        stream_cls=openai.Stream[object],
        options={"headers": {"Accept": "text/event-stream"}},
    )
    for chunk in stream:
        print("event", json.dumps(chunk, separators=(",", ":")), flush=True)
except Exception:
    traceback.print_exc()
print("end", flush=True)
