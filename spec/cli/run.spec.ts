import { expect } from 'chai';
import { runWords, ScriptedApi } from '../support/scripted-api.js';

describe('A run of the command line', () => {
  let api: ScriptedApi;
  beforeEach(async () => {
    api = new ScriptedApi();
    await api.listen();
    api.answers = { 'GET queues/%2F': [{ name: 'orders', messages: 3 }], 'GET whoami': {} };
  });
  afterEach(() => {
    api.close();
  });

  const run = (...words: string[]) => runWords(words, { LEVERET_URL: api.url });

  it('tells what it does, then prints names of columns and rows, and gives 0', async () => {
    const { code, output, error } = await run('list_queues');
    expect(output).to.equal('Listing queues for vhost / ...\nname\tmessages\norders\t3\n');
    expect([code, error]).to.deep.equal([0, '']);
  });

  it('prints less where less is asked for', async () => {
    expect((await run('-q', 'list_queues')).output).to.equal('name\tmessages\norders\t3\n');
    expect((await run('list_queues', '-s')).output).to.equal('orders\t3\n');
    const bare = await run('-q', 'list_queues', '--no-table-headers', 'name');
    expect(bare.output).to.equal('orders\n');
  });

  it('prints nothing but JSON where that is asked for', async () => {
    const { output } = await run('list_queues', '--formatter', 'json');
    expect(JSON.parse(output)).to.deep.equal([{ name: 'orders', messages: 3 }]);
  });

  it('takes the options that scripts of rabbitmqctl have', async () => {
    expect((await run('-n', 'rabbit@host', '-l', 'ping', '-t', '10')).output).to.equal(
      'Ping succeeded\n',
    );
  });

  const failures: readonly [string, string[], number, string][] = [
    ['64 on an unknown verb', ['list_queus'], 64, "'list_queus'; the nearest is 'list_queues'"],
    ['64 without a verb', ['-q'], 64, "which verb? 'leveret help' lists them"],
    ['64 on a wrong call', ['purge_queue'], 64, 'usage: leveret purge_queue <queue>'],
    ['64 on an unknown format', ['ping', '--formatter', 'xml'], 64, 'one of table, pretty_table'],
    ['65 on what is not there', ['purge_queue', 'no'], 65, 'not found: queues///no/contents'],
    ['69 without a broker', ['ping', '--url', 'http://127.0.0.1:9'], 69, 'is it running?'],
  ];
  for (const [what, words, code, message] of failures) {
    it(`gives ${what}, and says why in one line`, async () => {
      const ran = await run(...words);
      expect(ran.code).to.equal(code);
      expect(ran.error)
        .to.match(/^Error: [^\n]+\n$/)
        .and.contain(message);
    });
  }

  it('writes out control characters in what it says of a mistake', async () => {
    const { error } = await run('\u001b[2Jverb');
    expect(error).to.contain(String.raw`unknown verb '\x1b[2Jverb'`);
  });

  it('explains the verbs, and each of them', async () => {
    expect((await run('help')).output).to.contain('list_queues');
    const { output } = await run('help', 'set_policy');
    expect(output).to.contain('leveret set_policy <name> <pattern> <definition>');
    expect((await run('set_policy', '--help')).output).to.equal(output);
    expect((await run('help', 'nonsense')).code).to.equal(64);
  });
});
