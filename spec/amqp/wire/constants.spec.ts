import { expect } from 'chai';
import * as constants from '../../../src/amqp/wire/constants.js';
import { METHODS } from '../../../src/amqp/wire/method-table.js';

describe('constants', () => {
  const IDS = {
    'basic.publish': constants.BASIC_PUBLISH,
    'basic.return': constants.BASIC_RETURN,
    'basic.deliver': constants.BASIC_DELIVER,
    'basic.get': constants.BASIC_GET,
    'basic.get-ok': constants.BASIC_GET_OK,
    'basic.ack': constants.BASIC_ACK,
    'basic.reject': constants.BASIC_REJECT,
    'basic.nack': constants.BASIC_NACK,
  } as const;

  it('hold the ids that the method table holds', () => {
    for (const [name, id] of Object.entries(IDS)) {
      const definition = METHODS[name as keyof typeof IDS];
      expect(id, name).to.equal(definition.classId * 65536 + definition.methodId);
    }
  });

  it('hold each reply code once', () => {
    const codes = Object.values(constants.ReplyCode);
    expect(new Set(codes).size).to.equal(codes.length);
  });
});
