import { expect } from 'chai';
import { eachMistake, judge, questionOf, type Mistakes } from './mistake.js';

const first = (group: Mistakes): ReturnType<typeof eachMistake>[number] => {
  const [mistake] = eachMistake([group]);
  if (mistake === undefined) throw new Error('the group has no request');
  return mistake;
};

const answer = (status: number, text = '', headers = {}) => ({ status, text, headers });

describe('A mistake', () => {
  it('is named by its request, by what is sent and by who sends it', () => {
    const mistake = first({ status: 400, requests: [['PUT /a', { b: 1 }, { as: 'dave:x' }]] });
    expect(mistake.name).to.equal('PUT /a {"b":1} as dave');
    expect(first({ status: 400, requests: ['GET /a'] }).name).to.equal('GET /a');
  });

  it('asks with the names that a broker has for its own things', () => {
    expect(questionOf('GET /nodes/{node}', { node: 'a@b' })).to.deep.include({
      method: 'GET',
      path: '/nodes/a%40b',
      body: undefined,
    });
    expect(() => questionOf('GET /nodes/{node}', {})).to.throw('nothing is called {node}');
  });

  it('is judged by status, error word, reason and the methods that are allowed', () => {
    const wanted = { status: 400, error: 'bad_request', reason: ['not_boolean', 'x'] };
    const mistake = first({ ...wanted, requests: ['GET /a'] });
    const { status, ...body } = wanted;
    expect(judge(mistake, answer(status, JSON.stringify(body)), 'Leveret')).to.equal(undefined);
    expect(judge(mistake, answer(status, '{"error":"other"}'), 'Leveret')).to.equal(
      'error "other", not "bad_request"; reason undefined, not ["not_boolean","x"]',
    );
    const refused = first({ status: 405, allow: 'GET', requests: ['PUT /a'] });
    expect(judge(refused, answer(405, '', { allow: 'GET' }), 'RabbitMQ')).to.equal(undefined);
    expect(judge(refused, answer(404, ''), 'RabbitMQ')).to.equal(
      'status 404, not 405; allow undefined, not "GET"',
    );
  });

  it('is judged by what its reason says of the node, escaped for HTML or not', () => {
    const mistake = first({ status: 400, reason: 'no <<x>> on {node}', requests: ['GET /a'] });
    const given = answer(400, '{"reason":"no &lt;&lt;x&gt;&gt; on a@b"}');
    expect(judge(mistake, given, 'RabbitMQ', { node: 'a@b' })).to.equal(undefined);
    expect(judge(mistake, given, 'RabbitMQ', { node: 'c@d' })).to.be.a('string');
  });

  it('may be one of a resource that has more methods here', () => {
    const verdict = { status: 405, allow: 'GET', ourAllow: 'GET, POST' };
    const mistake = first({ ...verdict, requests: ['PUT /a'] });
    const given = { ...answer(405, ''), headers: { allow: 'GET, POST' } };
    expect(judge(mistake, given, 'Leveret')).to.equal(undefined);
    expect(judge(mistake, given, 'RabbitMQ')).to.include('allow');
  });

  it('has a reason in our words where a part of ours is another', () => {
    const verdict = { status: 400, reason: 'theirs', ourReason: 'ours' };
    const mistake = first({ ...verdict, requests: ['GET /a'] });
    const given = answer(400, '{"reason":"ours"}');
    expect(judge(mistake, given, 'Leveret')).to.equal(undefined);
    expect(judge(mistake, given, 'RabbitMQ')).to.equal('reason "ours", not "theirs"');
  });

  it('that crashes RabbitMQ has to be refused by us, in whatever words', () => {
    const mistake = first({ crashesRabbitMQ: true, requests: ['GET /a'] });
    expect(judge(mistake, answer(500), 'RabbitMQ')).to.equal(undefined);
    expect(judge(mistake, answer(400), 'Leveret')).to.equal(undefined);
    expect(judge(mistake, answer(500), 'Leveret')).to.equal('500 ');
    expect(judge(mistake, answer(200, '[]'), 'Leveret')).to.equal('200 []');
  });
});
