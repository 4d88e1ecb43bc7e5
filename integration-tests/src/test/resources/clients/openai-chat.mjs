// Runs the exchanges of a chat with openai, and prints what it hands to its user.
import OpenAI from 'openai';

const baseURL = process.argv[2] + 'v1';
const client = (apiKey) => new OpenAI({ apiKey, baseURL, maxRetries: 0 });
const ask = (content, more, apiKey = 'sk-example') =>
  client(apiKey).chat.completions.create({ model: 'test', messages: [{ role: 'user', content }], ...more });

async function attempt(name, action) {
  console.log('== ' + name);
  try {
    await action();
  } catch (failure) {
    console.log(`failed ${failure.status ?? '-'} ${failure.message.trim()}`);
  }
}

async function stream(content, more, limit = Infinity) {
  let tokens = 0;
  for await (const chunk of await ask(content, { stream: true, ...more })) {
    for (const choice of chunk.choices) {
      if (choice.delta.content) {
        console.log('token ' + choice.delta.content);
        tokens++;
      }
      if (choice.finish_reason) {
        console.log('finish ' + choice.finish_reason);
      }
    }
    if (chunk.usage) {
      console.log(`usage ${chunk.usage.prompt_tokens} ${chunk.usage.completion_tokens}`);
    }
    if (tokens >= limit) {
      return; // Aborts the request.
    }
  }
  console.log('complete');
}

await attempt('stream', () => stream('hello', { stream_options: { include_usage: true } }));
await attempt('whole', async () => {
  const answer = await ask('hello');
  console.log('answer ' + answer.choices[0].message.content);
  console.log(`usage ${answer.usage.prompt_tokens} ${answer.usage.completion_tokens}`);
});
await attempt('error in mid-stream', () => stream('fail'));
await attempt('abort', () => stream('endless', {}, 1));
await attempt('other key', () => ask('hello', { stream: true }, 'sk-other'));
await attempt('no question', () => ask(' ', { stream: true }));
await attempt('too long', () => ask('x'.repeat(5 * 1024 * 1024), { stream: true }));
console.log('end');
