/**
 * Declaring and deleting exchanges: what is refused, and what goes when.
 */
import { expectFault } from '../support/fault.js';
import { useStage } from '../support/stage.js';
import { expect } from 'chai';

describe('Declaring an exchange', () => {
  const stage = useStage();

  it('again with the same properties changes nothing', async () => {
    const channel = await stage.channel();
    const options = { durable: false, autoDelete: true, alternateExchange: 'amq.fanout' };
    const exchange = await stage.exchange(channel, 'topic', options);
    await channel.assertExchange(exchange, 'topic', options);
  });

  it('again with another type is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'type' for exchange '${exchange}' ` +
          "in vhost '/': received 'fanout' but current is 'direct'",
      },
      () => channel.assertExchange(exchange, 'fanout'),
    );
  });

  it('again with another durability is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct', { durable: true });
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'durable' for exchange '${exchange}' ` +
          "in vhost '/': received 'false' but current is 'true'",
      },
      () => channel.assertExchange(exchange, 'direct', { durable: false }),
    );
  });

  it('again with another auto-delete is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'auto_delete' for exchange '${exchange}' ` +
          "in vhost '/': received 'true' but current is 'false'",
      },
      () => channel.assertExchange(exchange, 'direct', { autoDelete: true }),
    );
  });

  it('again with another internal is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'internal' for exchange '${exchange}' ` +
          "in vhost '/': received 'true' but current is 'false'",
      },
      () => channel.assertExchange(exchange, 'direct', { internal: true }),
    );
  });

  it('again with another alternate exchange is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct', { alternateExchange: 'amq.fanout' });
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange ` +
          `'${exchange}' in vhost '/': received 'amq.topic' but current is 'amq.fanout'`,
      },
      () => channel.assertExchange(exchange, 'direct', { alternateExchange: 'amq.topic' }),
    );
  });

  it('again without its alternate exchange is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct', { alternateExchange: 'amq.fanout' });
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange ` +
          `'${exchange}' in vhost '/': received none but current is ` +
          `the value 'amq.fanout' of type 'longstr'`,
      },
      () => channel.assertExchange(exchange, 'direct'),
    );
  });

  it('of an unknown type closes the connection with 503', async () => {
    const connection = await stage.connect();
    const channel = await stage.channel(connection);
    await expectFault(
      connection,
      { code: 503, text: "COMMAND_INVALID - unknown exchange type 'no-such-type'" },
      () => channel.assertExchange(stage.exchangeName(), 'no-such-type'),
    );
  });

  it('of the empty type closes the connection with 503', async () => {
    const connection = await stage.connect();
    const channel = await stage.channel(connection);
    await expectFault(
      connection,
      { code: 503, text: "COMMAND_INVALID - invalid exchange type ''" },
      () => channel.assertExchange(stage.exchangeName(), ''),
    );
  });

  it('of a reserved name is refused with 403', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      {
        code: 403,
        text:
          "ACCESS_REFUSED - exchange name 'amq.conformance' " + "contains reserved prefix 'amq.*'",
      },
      () => channel.assertExchange('amq.conformance', 'direct'),
    );
  });

  it('of a reserved name that is there, as it is, is allowed', async () => {
    const channel = await stage.channel();
    await channel.assertExchange('amq.topic', 'topic', { durable: true });
  });

  it('of the empty name is refused with 403', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      {
        code: 403,
        text: 'ACCESS_REFUSED - operation not permitted on the default exchange',
      },
      () => channel.assertExchange('', 'direct'),
    );
  });

  it('passively finds it, and is refused with 404 when it is not there', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    await channel.checkExchange(exchange);
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'" },
      () => channel.checkExchange('no-such-exchange'),
    );
  });

  it('with an alternate exchange that is no string is refused with 406', async () => {
    const channel = await stage.channel();
    const exchange = stage.exchangeName();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          "PRECONDITION_FAILED - invalid type 'signedint' for arg 'alternate-exchange' " +
          `in exchange '${exchange}' in vhost '/'`,
      },
      () =>
        channel.assertExchange(exchange, 'direct', {
          arguments: { 'alternate-exchange': { '!': 'int', value: 7 } },
        }),
    );
  });
});

describe('The name of an exchange', () => {
  const stage = useStage();

  it('loses its line ends where it is declared and bound', async () => {
    const channel = await stage.channel();
    const exchange = stage.exchangeName();
    const queue = await stage.queue(channel);
    await channel.assertExchange(`${exchange}\r\n`, 'fanout');
    await channel.bindQueue(queue, `\n${exchange}`, '');
    await stage.publish(exchange, '', 'm');
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 1 });
    await channel.checkExchange(exchange);
  });
});

describe('Deleting an exchange', () => {
  const stage = useStage();

  it('takes it and its bindings away', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'fanout');
    const queue = await stage.boundQueue(channel, exchange, '');
    await channel.deleteExchange(exchange);
    await channel.assertExchange(exchange, 'fanout');
    await stage.publish(exchange, '', 'm');
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 0 });
  });

  it('that is not there is fine', async () => {
    const channel = await stage.channel();
    await channel.deleteExchange('no-such-exchange');
  });

  it('if-unused is refused with 406 while it has bindings', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    await stage.boundQueue(channel, exchange, 'key');
    await expectFault(
      channel,
      {
        code: 406,
        text: `PRECONDITION_FAILED - exchange '${exchange}' in vhost '/' in use`,
      },
      () => channel.deleteExchange(exchange, { ifUnused: true }),
    );
  });

  it('if-unused takes it away when it has no bindings', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    await channel.deleteExchange(exchange, { ifUnused: true });
    await expectFault(
      channel,
      { code: 404, text: `NOT_FOUND - no exchange '${exchange}' in vhost '/'` },
      () => channel.checkExchange(exchange),
    );
  });

  it('of the predeclared ones is refused with 403', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      {
        code: 403,
        text: "ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed",
      },
      () => channel.deleteExchange('amq.direct'),
    );
  });

  it('of the empty name is refused with 403', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 403, text: 'ACCESS_REFUSED - operation not permitted on the default exchange' },
      () => channel.deleteExchange(''),
    );
  });
});

describe('An auto-delete exchange', () => {
  const stage = useStage();

  it('goes with the last binding from it', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct', { autoDelete: true });
    const queue = await stage.boundQueue(channel, exchange, 'a', 'b');
    await channel.unbindQueue(queue, exchange, 'a');
    await channel.checkExchange(exchange);
    await channel.unbindQueue(queue, exchange, 'b');
    await expectFault(
      channel,
      { code: 404, text: `NOT_FOUND - no exchange '${exchange}' in vhost '/'` },
      () => channel.checkExchange(exchange),
    );
  });

  it('goes with the last queue that was bound to it', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct', { autoDelete: true });
    const queue = await stage.boundQueue(channel, exchange, 'a', 'b');
    await channel.deleteQueue(queue);
    await expectFault(
      channel,
      { code: 404, text: `NOT_FOUND - no exchange '${exchange}' in vhost '/'` },
      () => channel.checkExchange(exchange),
    );
  });

  it('stays while nothing was ever bound to it', async () => {
    const owner = await stage.connect();
    const exchange = await stage.exchange(await stage.channel(owner), 'direct', {
      autoDelete: true,
    });
    await owner.close();
    const channel = await stage.channel();
    await channel.checkExchange(exchange);
  });

  it('stays when it loses bindings to it, as they are not from it', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'fanout', { autoDelete: true });
    const source = await stage.exchange(channel, 'fanout');
    await channel.bindExchange(exchange, source, '');
    await channel.unbindExchange(exchange, source, '');
    await channel.checkExchange(exchange);
  });
});

describe('An internal exchange', () => {
  const stage = useStage();

  it('refuses to be published to with 403', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'fanout', { internal: true });
    await expectFault(
      channel,
      {
        code: 403,
        text: `ACCESS_REFUSED - cannot publish to internal exchange '${exchange}' in vhost '/'`,
      },
      () => channel.publish(exchange, '', Buffer.from('m')),
    );
  });

  it('routes what another exchange hands to it', async () => {
    const channel = await stage.channel();
    const outer = await stage.exchange(channel, 'fanout');
    const inner = await stage.exchange(channel, 'fanout', { internal: true });
    await channel.bindExchange(inner, outer, '');
    const queue = await stage.boundQueue(channel, inner, '');
    await stage.publish(outer, '', 'm');
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 1 });
  });
});
