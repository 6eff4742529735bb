/**
 * The traffic of a small shop, so that pictures of the console show something: orders, payments and
 * mails flow, one consumer is slow, some payments are refused, and nobody reads the newsletters.
 * Used by screenshots.mjs.
 */
import amqp from 'amqplib';

const VHOST = 'shop';
const PASSWORD = 'shop';
const USERS = {
  storefront: 'management',
  warehouse: 'management',
  bookkeeping: 'policymaker',
  oncall: 'monitoring',
};
const ALL = { configure: '.*', write: '.*', read: '.*' };
const CITIES = ['Lisboa', 'Wien', 'Kraków', 'Aarhus', 'Gent'];
/** Times a second, on an average. */
const RATES = { order: 38, stock: 55, mail: 21, newsletter: 13 };
const PACKING_MS = 38;
const MAILING_MS = 60;
const REFUSED_SHARE = 0.04;

/** Begins; gives what the pages of single things are to be about, and how to end it. */
export async function openShop(url, api) {
  await prepare(api);
  const connect = (user, name, product) =>
    amqp.connect(`${url.replace('//', `//${user}:${PASSWORD}@`)}/${VHOST}`, {
      clientProperties: { connection_name: name, product, version: '2.3.1', platform: 'Node.js' },
    });
  const connections = {
    web: await connect('storefront', 'storefront-web-1', 'storefront'),
    api: await connect('storefront', 'storefront-api-1', 'storefront'),
    packing: await connect('warehouse', 'packing-station-3', 'packing'),
    money: await connect('bookkeeping', 'payments-worker', 'payments'),
    mailer: await connect('storefront', 'mailer', 'mailer'),
  };
  await declare(connections.web);
  let isOpen = true;
  const later = (ms, act) => setTimeout(() => isOpen && act(), ms);
  await consume(connections, later);
  const timers = await publish(connections);
  const { id } = await api('POST', `/traces/${VHOST}`, { queue: 'payments.capture' });
  return {
    subjects: {
      vhost: VHOST,
      queue: 'orders.packing',
      exchange: 'orders',
      user: 'warehouse',
      policy: 'orders-limits',
      trace: String(id),
    },
    /** Whose page is shown. */
    connectionName: 'packing-station-3',
    stop: async () => {
      isOpen = false;
      for (const timer of timers) clearInterval(timer);
      for (const connection of Object.values(connections)) await connection.close();
    },
  };
}

async function prepare(api) {
  const description = 'Orders, payments and mails of the shop';
  await api('PUT', `/vhosts/${VHOST}`, { description, tags: 'production' });
  await api('PUT', '/vhosts/staging', { description: 'For tries', tags: 'staging' });
  for (const [name, tags] of Object.entries(USERS)) {
    await api('PUT', `/users/${name}`, { password: PASSWORD, tags });
    await api('PUT', `/permissions/${VHOST}/${name}`, ALL);
  }
  await api('PUT', `/permissions/${VHOST}/guest`, ALL);
  const policies = {
    'orders-limits': {
      pattern: '^orders\\.',
      definition: { 'max-length': 100_000, 'dead-letter-exchange': 'failed' },
      priority: 10,
    },
    'mails-for-a-day': { pattern: '^mail\\.', definition: { 'message-ttl': 86_400_000 } },
    'payments-retried': {
      pattern: '^payments\\.',
      definition: { 'dead-letter-exchange': 'failed' },
      priority: 10,
    },
  };
  for (const [name, policy] of Object.entries(policies)) {
    await api('PUT', `/policies/${VHOST}/${name}`, { 'apply-to': 'queues', ...policy });
  }
}

async function declare(connection) {
  const channel = await connection.createChannel();
  for (const [name, type] of [
    ['orders', 'topic'],
    ['payments', 'direct'],
    ['stock', 'fanout'],
    ['mail', 'topic'],
    ['failed', 'topic'],
  ]) {
    await channel.assertExchange(name, type, { durable: true });
  }
  const queues = [
    ['orders.new', 'orders', 'order.placed.#'],
    ['orders.packing', 'orders', 'order.placed.#'],
    ['orders.audit', 'orders', '#', { arguments: { 'x-queue-type': 'quorum' } }],
    ['payments.capture', 'payments', 'capture', { maxPriority: 5 }],
    ['payments.refunds', 'payments', 'refund'],
    ['stock.search-index', 'stock', ''],
    ['stock.storefront-cache', 'stock', ''],
    ['mail.outbox', 'mail', 'mail.single.#'],
    ['mail.newsletter', 'mail', 'mail.newsletter.#'],
    ['failed.payments', 'failed', 'capture'],
    ['failed.others', 'failed', 'order.#'],
  ];
  for (const [queue, exchange, key, options = {}] of queues) {
    await channel.assertQueue(queue, { durable: true, ...options });
    await channel.bindQueue(queue, exchange, key);
  }
  await channel.close();
}

async function consume({ web, api, packing, money, mailer }, later) {
  const read = async (connection, queue, prefetch, take) => {
    const channel = await connection.createChannel();
    await channel.prefetch(prefetch);
    const consumerTag = `${queue.split('.').at(-1)}-1`;
    await channel.consume(queue, (message) => take(channel, message), { consumerTag });
  };
  const acknowledge = (channel, message) => channel.ack(message);
  await read(api, 'orders.new', 100, acknowledge);
  await read(money, 'orders.audit', 50, acknowledge);
  await read(web, 'stock.storefront-cache', 200, acknowledge);
  await read(api, 'stock.search-index', 200, acknowledge);
  await read(mailer, 'mail.outbox', 20, (channel, message) => {
    later(MAILING_MS, () => channel.ack(message));
  });
  await read(money, 'payments.capture', 10, (channel, message) => {
    if (Math.random() < REFUSED_SHARE) channel.nack(message, false, false);
    else channel.ack(message);
  });
  // One after the other: the slow one, behind which orders wait.
  await read(packing, 'orders.packing', 8, (channel, message) => {
    const before = channel.isFreeAt ?? 0;
    channel.isFreeAt = Math.max(before, performance.now()) + PACKING_MS;
    later(channel.isFreeAt - performance.now(), () => channel.ack(message));
  });
}

async function publish({ web, api, mailer }) {
  const [orders, stock, mails] = [
    await web.createConfirmChannel(),
    await api.createChannel(),
    await mailer.createChannel(),
  ];
  let number = 48_200;
  const send = (channel, exchange, key, content, options = {}) =>
    channel.publish(exchange, key, Buffer.from(JSON.stringify(content)), {
      contentType: 'application/json',
      persistent: true,
      timestamp: Math.floor(Date.now() / 1_000),
      ...options,
    });
  const order = () => {
    const [id, city] = [`A-${++number}`, CITIES[number % CITIES.length]];
    const content = { order: id, city, items: 1 + (number % 4), total: 19.9 + (number % 80) };
    const options = { messageId: id, type: 'order', headers: { tenant: 'eu', city } };
    send(
      orders,
      'orders',
      `order.placed.${number % 3 === 0 ? 'express' : 'normal'}`,
      content,
      options,
    );
    send(orders, 'payments', 'capture', { order: id, amount: content.total }, options);
    if (number % 11 === 0) send(orders, 'payments', 'refund', { order: id });
  };
  const mail = () => send(mails, 'mail', 'mail.single.receipt', { to: 'anna@example.org' });
  let reader = 0;
  const newsletter = () =>
    send(mails, 'mail', 'mail.newsletter.november', { to: `reader-${++reader}@example.org` });
  return [
    often(RATES.order, order),
    often(RATES.stock, () => send(stock, 'stock', 'changed', { article: 4_711, left: 12 })),
    often(RATES.mail, mail),
    often(RATES.newsletter, newsletter),
  ];
}

/** So often a second on an average, with ups and downs. */
function often(rate, act) {
  const tickMs = 100;
  let due = 0;
  return setInterval(() => {
    const wave = 1 + 0.25 * Math.sin(Date.now() / 9_000) + 0.2 * (Math.random() - 0.5);
    due += (rate * wave * tickMs) / 1_000;
    for (; due >= 1; due--) act();
  }, tickMs);
}
