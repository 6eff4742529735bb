/**
 * Prometheus: promtool reads what a scrape of the broker gives, and finds nothing to say.
 *
 *     metrics     /metrics, the sums over the broker
 *     per-object  /metrics/per-object, with each queue, channel and connection
 *     detailed    /metrics/detailed, with the families that are asked for
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import amqplib from 'amqplib';
import { main, uniqueName, url } from '../../harness/program.mjs';

const base = process.env.METRICS_URL ?? new URL('/metrics', process.env.MANAGEMENT_URL).href;

/** Something that moves, so that there is something to count. */
class Stage {
  static async open() {
    const stage = new Stage();
    stage.connection = await amqplib.connect(url);
    const channel = await stage.connection.createConfirmChannel();
    const { queue } = await channel.assertQueue(uniqueName('it\'s "quoted" \\ queue'), {
      exclusive: true,
    });
    await channel.consume(queue, (message) => channel.ack(message));
    channel.sendToQueue(queue, Buffer.from('hello'));
    await channel.waitForConfirms();
    return stage;
  }

  async strike() {
    await this.connection.close();
  }
}

async function scrape(path) {
  const target = new URL(base + path);
  const { username, password } = target;
  target.username = target.password = '';
  const authorization = `Basic ${btoa(`${username}:${password}`)}`;
  const response = await fetch(target, { headers: { authorization } });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^text\/plain/);
  return response.text();
}

async function check(path, expected) {
  const text = await scrape(path);
  assert.match(text, expected);
  const child = spawn('promtool', ['check', 'metrics']);
  child.stdin.end(text);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
  const [code] = await once(child, 'close');
  assert.deepEqual([code, Buffer.concat(said).toString()], [0, '']);
}

const scenarios = {
  metrics: () => check('', /^rabbitmq_connections \d/m),

  'per-object': () => check('/per-object', /^rabbitmq_queue_messages_ready\{[^\n]*queue="/m),

  detailed: () =>
    check(
      '/detailed?family=queue_coarse_metrics&family=queue_consumer_count',
      /^rabbitmq_detailed_queue_messages_ready\{[^\n]*queue="/m,
    ),
};

await main(scenarios, Stage.open);
