// Goes through the tasks of an agent with the A2A SDK, and prints what it hands to its user.
import { Role, TaskState } from '@a2a-js/sdk';
import { ClientFactory } from '@a2a-js/sdk/client';

const print = (...words) => console.log(words.join(' '));
const textOf = artifact => artifact.parts.map(part => part.content.value).join('');
const ask = text => ({
  message: { messageId: '1', role: Role.ROLE_USER, parts: [{ content: { $case: 'text', value: text } }] },
});

/** Applies the events of a task to what is known of it, until the stream ends or something is true. */
async function follow(events, isEnough = () => false) {
  const known = { kinds: [], answer: '' };
  for await (const { payload: { $case, value } } of events) {
    known.kinds.push($case);
    if ($case === 'task') {
      Object.assign(known, { id: value.id, state: value.status.state, answer: value.artifacts.map(textOf).join('') });
    } else if ($case === 'artifactUpdate') {
      known.answer = (value.append ? known.answer : '') + textOf(value.artifact);
    } else {
      known.state = value.status.state;
    }
    if (isEnough(known)) {
      break;
    }
  }
  return known;
}

const numbers = Array.from({ length: 30 }, (_, i) => i).join(' ');
const client = await new ClientFactory().createFromUrl(process.argv[2]);
print('connected', (await client.getAgentCard()).name, client.protocolVersion);

const task = await client.sendMessage(ask('in one piece'));
print('message', TaskState[task.status.state], task.artifacts.map(textOf).join());

const streamed = await follow(client.sendMessageStream(ask('word by word')));
print('stream', streamed.kinds[0], TaskState[streamed.state], streamed.answer);

// The client leaves in the middle, and comes back.
const half = await follow(client.sendMessageStream(ask(numbers)), known => known.answer.startsWith('0 1 2 '));
const rest = await follow(client.resubscribeTask({ id: half.id }));
print('subscribed', rest.kinds[0], rest.kinds.includes('task', 1), TaskState[rest.state], rest.answer === numbers);
const got = await client.getTask({ id: half.id });
print('task', TaskState[got.status.state], got.artifacts.map(textOf).join() === numbers);

let canceled;
const cut = await follow(client.sendMessageStream(ask(numbers)), known => {
  canceled ??= client.cancelTask({ id: known.id });
});
print('canceled', TaskState[(await canceled).status.state], TaskState[cut.state], cut.answer.length < numbers.length);

await client.sendMessage(ask(' ')).catch(failure => print('error', failure.name));
await client.getTask({ id: 'none' }).catch(failure => print('error', failure.name));
await client.cancelTask({ id: half.id }).catch(failure => print('error', failure.name));
await follow(client.resubscribeTask({ id: half.id })).catch(failure => print('error', failure.name));
print('end');
