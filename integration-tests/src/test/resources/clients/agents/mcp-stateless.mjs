// Calls the tools of a server with the MCP client of revision 2026-07-28, and prints what it hands to its user.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const print = (...words) => console.log(words.join(' '));
const text = result => result.content.map(part => part.text).join();
const onprogress = ({ progress, total }) => print('progress', progress, 'of', total);
const count = (to, pauseMillis, options) => client.callTool({ name: 'count', arguments: { to, pauseMillis } }, options);

const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]));
const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });

await client.connect(transport);
print('connected', client.getServerVersion().name);
print('tools', (await client.listTools()).tools.map(tool => tool.name).join());
print('result', text(await client.callTool({ name: 'add', arguments: { a: 40, b: 2 } })));
print('result', text(await count(3, 1, { onprogress })));
const wrong = await count(0, 1);
print('isError', wrong.isError, text(wrong));
await client.callTool({ name: 'none' }).catch(failure => print('error', failure.code));

const cancellation = new AbortController();
await count(1000, 100, {
  signal: cancellation.signal,
  onprogress: () => { print('cancels'); cancellation.abort(); },
}).catch(failure => print('cancelled'));

await client.close();
print('end');
