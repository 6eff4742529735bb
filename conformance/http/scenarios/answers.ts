/**
 * The management API, held against what RabbitMQ 3.10 answered (shapes-3.10.json) over the same
 * topology and traffic: every key with the same type. And every mistake is answered as there.
 */
import { expect } from 'chai';
import { broker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { ask, gapsOf } from '../answer.js';
import { Management } from '../management.js';
import { eachMistake, judge, questionOf } from '../mistake.js';
import { mistakes } from '../mistakes/all.js';
import { type Names, readNames } from '../names.js';
import { questions } from '../questions.js';
import { readShapes } from '../recorded-shapes.js';
import type { Shape } from '../shape.js';
import { Stage } from '../stage.js';

/** RabbitMQ's statistics come every five seconds. */
const STATS_LIMIT_MS = 30_000;

describe('The management API', function () {
  this.timeout(90_000);
  let management: Management;
  let names: Names;
  let recorded: ReadonlyMap<string, Shape>;
  let stage: Stage | undefined;

  before(async () => {
    management = new Management(broker.managementUrl);
    stage = await Stage.open(management);
    names = await readNames(management);
    recorded = await readShapes();
  });

  after(() => stage?.close());

  it('answers every question with the keys of RabbitMQ and their types', async () => {
    expect([...recorded.keys()]).to.deep.equal(questions);
    let gaps: string[] = [];
    const areAnswered = async (): Promise<boolean> => {
      gaps = [];
      for (const [question, shape] of recorded) {
        gaps.push(...gapsOf(question, shape, await ask(management, names, question)).unexplained);
      }
      return gaps.length === 0;
    };
    // Some is told of those who have been idle for a while.
    await eventually('all is answered', areAnswered, STATS_LIMIT_MS).catch((error: Error) => {
      expect(gaps).to.deep.equal([]);
      throw error;
    });
  });

  it('answers every mistake as RabbitMQ does', async () => {
    // Ours are told from RabbitMQ's where we say it in words of our own.
    const side = broker.isOwned ? 'Leveret' : 'RabbitMQ';
    const wrong: string[] = [];
    for (const mistake of eachMistake(mistakes)) {
      const answer = await management.ask(questionOf(mistake.request, names));
      const fault = judge(mistake, answer, side, names);
      if (fault !== undefined) wrong.push(`${mistake.name}: ${fault}`);
    }
    expect(wrong).to.deep.equal([]);
  });
});
