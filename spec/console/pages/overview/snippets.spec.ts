import { expect } from 'chai';
import { addressOf, snippetsFor } from '../../../../src/console/pages/overview/snippets.js';

describe('The first programs', () => {
  it('are in five languages, and connect to this broker', () => {
    const snippets = snippetsFor('amqp://10.0.0.7:5673');
    expect(snippets.map(({ language }) => language)).to.deep.equal([
      'JavaScript',
      'Python',
      'Java',
      'Go',
      'C#',
    ]);
    for (const { language, code } of snippets) {
      expect(code, language).to.include('amqp://10.0.0.7:5673').and.to.include('Hello, hare!');
    }
  });

  it('know the address from the listeners, or from that of the page', () => {
    const at = (ip_address: string, port = 5673) => [{ protocol: 'amqp', ip_address, port }];
    expect(addressOf(at('127.0.0.1'), 'broker')).to.equal('amqp://127.0.0.1:5673');
    expect(addressOf(at('0.0.0.0'), 'broker')).to.equal('amqp://broker:5673');
    expect(addressOf(at('::'), 'broker')).to.equal('amqp://broker:5673');
    expect(addressOf(at('::1'), 'broker')).to.equal('amqp://[::1]:5673');
    expect(addressOf([], 'broker')).to.equal('amqp://broker:5672');
  });
});
