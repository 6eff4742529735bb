import { expect } from 'chai';
import { METHODS } from '../../../src/amqp/wire/method-table.js';
import type {
  Method,
  MethodArguments,
  MethodDefinition,
} from '../../../src/amqp/wire/method-table.js';

const DEFINITIONS: [string, MethodDefinition][] = Object.entries(METHODS);

const CLASSES = {
  connection: [10, [10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61, 70, 71]],
  channel: [20, [10, 11, 20, 21, 40, 41]],
  access: [30, [10, 11]],
  exchange: [40, [10, 11, 20, 21, 30, 31, 40, 51]],
  queue: [50, [10, 11, 20, 21, 30, 31, 40, 41, 50, 51]],
  basic: [60, [10, 11, 20, 21, 30, 31, 40, 50, 60, 70, 71, 72, 80, 90, 100, 110, 111, 120]],
  confirm: [85, [10, 11]],
  tx: [90, [10, 11, 20, 21, 30, 31]],
} as const;

describe('METHODS', () => {
  for (const [className, [classId, methodIds]] of Object.entries(CLASSES)) {
    it(`holds every method of class ${className}`, () => {
      const ofClass = DEFINITIONS.filter(([name]) => name.startsWith(`${className}.`));
      expect(ofClass.map(([, definition]) => definition.methodId)).to.deep.equal(methodIds);
      expect(new Set(ofClass.map(([, definition]) => definition.classId))).to.deep.equal(
        new Set([classId]),
      );
    });
  }

  it('holds nothing else', () => {
    const classNames = new Set(DEFINITIONS.map(([name]) => name.split('.')[0]));
    expect(classNames).to.deep.equal(new Set(Object.keys(CLASSES)));
  });

  it('lets content follow publish, return, deliver and get-ok only', () => {
    const withContent = DEFINITIONS.filter(([, { hasContent }]) => hasContent === true);
    expect(withContent.map(([name]) => name)).to.deep.equal([
      'basic.publish',
      'basic.return',
      'basic.deliver',
      'basic.get-ok',
    ]);
  });

  it('gives an answer to every synchronous method from the other side', () => {
    for (const [name, { from }] of DEFINITIONS) {
      const answer = DEFINITIONS.find(([other]) => other === `${name}-ok`)?.[1];
      if (answer === undefined) continue;
      const expected = { client: 'server', server: 'client', both: 'both' }[from];
      expect(answer.from, name).to.equal(expected);
    }
  });

  it('has no more than eight bits in a row, so that they share one octet', () => {
    for (const [name, { fields }] of DEFINITIONS) {
      const bits = Object.values(fields).filter((kind) => kind === 'bit');
      expect(bits.length, name).to.be.at.most(8);
    }
  });
});

/** Checked by the compiler: names narrow to arguments, which have the types of the table. */
export function queueOf(method: Method): string | undefined {
  // @ts-expect-error No argument is there before the method is known.
  void method.args.queue;
  if (method.name !== 'queue.declare') return undefined;
  const isDurable: boolean = method.args.durable;
  // @ts-expect-error Reserved fields are nobody's business.
  void method.args.reserved1;
  return isDurable ? method.args.queue : undefined;
}

// @ts-expect-error A method cannot be written without its arguments.
export const INCOMPLETE: MethodArguments<'connection.tune'> = { channelMax: 1 };
