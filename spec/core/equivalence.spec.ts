import { expect } from 'chai';
import { requireSameArguments, requireSameProperty } from '../../src/core/equivalence.js';
import type { Field } from '../../src/core/field.js';
import { fields } from '../support/core-builders.js';
import { faultOf } from '../support/spec-vhost.js';

const resource = "queue 'q' in vhost '/'";

function compare(received: Record<string, Field>, current: Record<string, Field>): void {
  const keys = ['x-max-length', 'x-queue-type'];
  requireSameArguments(keys, { resource, received: fields(received), current: fields(current) });
}

const int = (value: number): Field => ({ type: 'I', value });
const text = (value: string): Field => ({ type: 'S', value });

describe('equivalence of declares', () => {
  it('names the property that differs', () => {
    const act = (): void =>
      requireSameProperty('durable', { resource, received: true, current: false });
    expect(faultOf(act)).to.equal(
      "precondition-failed: inequivalent arg 'durable' for queue 'q' in vhost '/': received " +
        "'true' but current is 'false'",
    );
  });

  it('is satisfied by the same property', () => {
    requireSameProperty('type', { resource, received: 'fanout', current: 'fanout' });
  });

  it('names an argument that there was not', () => {
    expect(faultOf(() => compare({ 'x-max-length': int(10) }, {}))).to.equal(
      "precondition-failed: inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received " +
        "the value '10' of type 'signedint' but current is none",
    );
  });

  it('names an argument that there was', () => {
    expect(faultOf(() => compare({}, { 'x-max-length': int(10) }))).to.equal(
      "precondition-failed: inequivalent arg 'x-max-length' for queue 'q' in vhost '/': received " +
        "none but current is the value '10' of type 'signedint'",
    );
  });

  it('names both values where they differ', () => {
    const act = (): void => compare({ 'x-max-length': int(11) }, { 'x-max-length': int(10) });
    expect(faultOf(act)).to.match(/received '11' but current is '10'$/);
  });

  it('tells an integer from a float', () => {
    const act = (): void =>
      compare({ 'x-max-length': { type: 'd', value: 10 } }, { 'x-max-length': int(10) });
    expect(faultOf(act)).to.match(/received '10\.0' but current is '10'$/);
  });

  it('shows void as none', () => {
    const act = (): void =>
      compare({ 'x-max-length': { type: 'V', value: null } }, { 'x-max-length': int(10) });
    expect(faultOf(act)).to.match(/received none but current is '10'$/);
  });

  it('does not mind the width of an integer', () => {
    compare({ 'x-max-length': { type: 'l', value: 10n } }, { 'x-max-length': int(10) });
  });

  it('does not mind arguments that are not compared', () => {
    compare({ 'x-other': int(1) }, { 'x-other': int(2) });
  });

  it('takes a queue without a type for a classic one', () => {
    compare({ 'x-queue-type': text('classic') }, {});
    compare({}, { 'x-queue-type': text('classic') });
    expect(faultOf(() => compare({ 'x-queue-type': text('quorum') }, {}))).to.match(
      /received the value 'quorum' of type 'longstr' but current is none$/,
    );
  });
});
