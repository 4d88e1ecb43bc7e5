// Runs the exchanges of a conversation with @anthropic-ai/sdk, and prints what it hands to its user.
import Anthropic from '@anthropic-ai/sdk';

const baseURL = process.argv[2];
const client = (apiKey) => new Anthropic({ apiKey, baseURL, maxRetries: 0 });
const request = (content, more) =>
  ({ model: 'test', max_tokens: 1000000, messages: [{ role: 'user', content }], ...more });
const ask = (content, more, apiKey = 'sk-ant-example') =>
  client(apiKey).messages.create(request(content, more), { timeout: 60000 });

async function attempt(name, action) {
  console.log('== ' + name);
  try {
    await action();
  } catch (failure) {
    console.log(`failed ${failure.status ?? '-'} ${failure.message.trim()}`);
  }
}

async function stream(content, limit = Infinity) {
  let tokens = 0;
  for await (const event of await ask(content, { stream: true })) {
    if (event.type === 'content_block_delta') {
      console.log('token ' + event.delta.text);
      if (++tokens >= limit) {
        return; // Aborts the request.
      }
    } else if (event.type === 'message_delta') {
      console.log(`finish ${event.delta.stop_reason} ${event.usage.output_tokens}`);
    }
  }
  console.log('complete');
}

await attempt('stream', () => stream('hello'));
await attempt('whole', async () => {
  const answer = await ask('hello');
  console.log('answer ' + answer.content[0].text);
  console.log(`usage ${answer.usage.input_tokens} ${answer.usage.output_tokens}`);
});
await attempt('accumulated', async () => {
  const answer = await client('sk-ant-example').messages.stream(request('hello')).finalMessage();
  console.log('answer ' + answer.content[0].text);
});
await attempt('pings', () => stream('ping'));
await attempt('error in mid-stream', () => stream('fail'));
await attempt('abort', () => stream('endless', 1));
await attempt('other key', () => ask('hello', { stream: true }, 'sk-ant-other'));
await attempt('no question', () => ask(' ', { stream: true }));
await attempt('too long', () => ask('x'.repeat(5 * 1024 * 1024), { stream: true }));
console.log('end');
