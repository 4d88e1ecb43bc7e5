// Goes through a whole session with the MCP SDK, and prints what it hands to its user.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

const print = (...words) => console.log(words.join(' '));
const text = result => result.content.map(part => part.text).join();
const onprogress = ({ progress, total }) => print('progress', progress, 'of', total);
const count = (to, pauseMillis, options) =>
  client.callTool({ name: 'count', arguments: { to, pauseMillis } }, undefined, options);

// Loses the connection of the next stream after its first event, when that has been handed to the user.
let isLost;
const lossyFetch = async (url, init) => {
  if (new Headers(init?.headers).has('last-event-id')) {
    print('resumes');
  }
  const response = await fetch(url, init);
  const lost = isLost;
  if (!lost || init.method !== 'POST') {
    return response;
  }
  isLost = undefined;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const firstEvent = async () => {
    let received = '';
    while (!received.includes('\n\n')) {
      received += (await reader.read()).value;
    }
    return received.slice(0, received.indexOf('\n\n') + 2);
  };
  let isSent = false;
  const body = new ReadableStream({
    pull: async controller => {
      if (!isSent) {
        isSent = true;
        controller.enqueue(new TextEncoder().encode(await firstEvent()));
      } else {
        await lost;
        await reader.cancel();
        controller.error(new Error('the connection is lost'));
      }
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
};

const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]), { fetch: lossyFetch });
const client = new Client({ name: 'test', version: '1.0.0' });
const announced = new Promise(resolve =>
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => resolve(params.data)));

await client.connect(transport);
print('connected', transport.protocolVersion, client.getServerVersion().name);
print('announced', await announced);
await client.ping();
print('tools', (await client.listTools()).tools.map(tool => tool.name).join());
print('result', text(await client.callTool({ name: 'add', arguments: { a: 40, b: 2 } })));
print('result', text(await count(3, 1, { onprogress })));
print('result', text(await count(2, 1)));
let loses;
isLost = new Promise(resolve => { loses = resolve; });
print('result', text(await count(3, 100, { onprogress: made => { onprogress(made); loses(); } })));
const wrong = await count(0, 1);
print('isError', wrong.isError, text(wrong));
await client.callTool({ name: 'none' }).catch(failure => print('error', failure.code));
await client.request({ method: 'none' }, LoggingMessageNotificationSchema).catch(failure => print('error', failure.code));

const cancellation = new AbortController();
await count(1000, 100, {
  signal: cancellation.signal,
  onprogress: () => { print('cancels'); cancellation.abort(); },
}).catch(failure => print('cancelled'));

await transport.terminateSession();
print('session', transport.sessionId);
await client.close();
print('end');
