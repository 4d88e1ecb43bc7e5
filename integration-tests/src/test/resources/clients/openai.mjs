// Prints what openai hands to its user.
import OpenAI from 'openai';

const client = new OpenAI({ apiKey: 'none', baseURL: process.argv[2], maxRetries: 0 });
try {
  const stream = await client.get('/', { stream: true, headers: { Accept: 'text/event-stream' } });
  for await (const chunk of stream) {
    console.log('event ' + JSON.stringify(chunk));
  }
} catch (failure) {
  console.error(failure);
}
console.log('end');
