import { expect } from 'chai';
import { Clock } from '../../src/core/clock.js';
import { type BrokerEvent, Events } from '../../src/core/events.js';
import {
  type EventListener,
  EventStream,
  LISTENER_COUNT_MAX,
} from '../../src/management/event-stream.js';

class Listener implements EventListener {
  readonly user = 'anna';
  readonly texts: string[] = [];
  readonly sink = {
    writableLength: 0,
    write: (text: string): void => void this.texts.push(text),
    end: (): void => void (this.hasEnded = true),
    destroy: (): void => void (this.isDestroyed = true),
  };
  hasEnded = false;
  isDestroyed = false;
  readonly mayHear: (event: BrokerEvent) => boolean;

  constructor(mayHear: (event: BrokerEvent) => boolean = () => true) {
    this.mayHear = mayHear;
  }

  /** Names of the events that came, and comments as ":". */
  get heard(): string[] {
    return this.texts
      .map((text) => (text.startsWith(':') ? ':' : /^event: (.*)$/m.exec(text)?.[1]))
      .filter((name) => name !== undefined);
  }

  get lastId(): string {
    return (
      /^id: (.*)$/m.exec(this.texts.findLast((text) => text.startsWith('id')) ?? '')?.[1] ?? ''
    );
  }
}

class Stage {
  readonly clock = new Clock(1_000);
  readonly events = new Events(this.clock);
  readonly stream = new EventStream(this.clock);

  constructor() {
    this.events.observers.add(this.stream);
  }

  listen(lastId = '', mayHear?: (event: BrokerEvent) => boolean): Listener {
    const listener = new Listener(mayHear);
    this.stream.add(listener, lastId);
    return listener;
  }

  /** One for each name, of a user of that name. */
  emit(...names: string[]): void {
    for (const name of names) {
      this.events.emit('user.created', { name, user_who_performed_action: 'guest' });
    }
  }
}

describe('The stream of events', () => {
  it('tells each listener what he may hear, and when to come back', () => {
    const stage = new Stage();
    const [all, none] = [stage.listen(), stage.listen('', () => false)];
    stage.emit('a', 'b');
    expect(all.texts[0]).to.equal('retry: 3000\n\n');
    expect(all.heard).to.eql(['user.created', 'user.created']);
    expect(none.heard).to.eql([]);
  });

  it('has nothing made while nobody has listened for a minute', () => {
    const stage = new Stage();
    expect(stage.events.isObserved).to.equal(false);
    const listener = stage.listen();
    expect(stage.events.isObserved).to.equal(true);
    stage.stream.delete(listener);
    stage.clock.advance(60_999);
    expect(stage.events.isObserved).to.equal(true);
    stage.clock.advance(61_000);
    expect(stage.events.isObserved).to.equal(false);
    expect(stage.clock.nextDeadline).to.equal(undefined);
  });

  it('gives who comes back what he has missed, and nothing twice', () => {
    const stage = new Stage();
    const first = stage.listen();
    stage.emit('a', 'b');
    stage.stream.delete(first);
    stage.emit('c', 'd');
    const again = stage.listen(first.lastId);
    expect(again.heard).to.eql(['user.created', 'user.created']);
    expect(again.texts[1]).to.include('"name":"c"');
    stage.emit('e');
    expect(again.heard).to.have.length(3);
    expect(stage.listen(again.lastId).heard).to.eql([]);
  });

  it('says so where something is lost: too much, too late, or of another run', () => {
    const stage = new Stage();
    const first = stage.listen();
    stage.emit('a');
    for (let count = 0; count < 1_001; count++) stage.emit('b');
    const early = /^id: (.*)$/m.exec(first.texts[1] ?? '')?.[1] ?? '';
    expect(stage.listen(early).heard).to.eql(['events.lost']);
    expect(stage.listen('other-1').heard).to.eql(['events.lost']);
    for (const wrong of ['', 'x', '9'.repeat(30)]) {
      const id = `${first.lastId.split('-')[0]}-${wrong}`;
      expect(stage.listen(id).heard, id).to.eql(['events.lost']);
    }
  });

  it('says so after a pause in which nobody listened', () => {
    const stage = new Stage();
    const first = stage.listen();
    stage.emit('a');
    stage.stream.delete(first);
    stage.clock.advance(100_000);
    stage.emit('b');
    expect(stage.listen(first.lastId).heard).to.eql(['events.lost']);
  });

  it('says so to each who was away in that pause, whoever has come in the meantime', () => {
    const stage = new Stage();
    const first = stage.listen();
    stage.emit('a');
    stage.stream.delete(first);
    stage.clock.advance(100_000);
    stage.emit('b');
    const other = stage.listen();
    expect(stage.listen(first.lastId).heard).to.eql(['events.lost']);
    stage.emit('c');
    expect(other.heard).to.eql(['user.created']);
    expect(stage.listen(first.lastId).heard).to.eql(['events.lost']);
    expect(stage.listen(other.lastId).heard).to.eql([]);
  });

  it('keeps no more than 4 Mi characters', () => {
    const stage = new Stage();
    const first = stage.listen();
    stage.emit('a');
    const early = first.lastId;
    for (let count = 0; count < 5; count++) stage.emit('x'.repeat(1_000_000));
    expect(stage.listen(early).heard).to.eql(['events.lost']);
    const ids = first.texts.map((text) => /^id: (.*)$/m.exec(text)?.[1] ?? '');
    expect(stage.listen(ids.at(-5)).heard).to.have.length(4);
  });

  it('cuts off who does not read', () => {
    const stage = new Stage();
    const [slow, quick] = [stage.listen(), stage.listen()];
    slow.sink.writableLength = 1_048_577;
    stage.emit('a', 'b');
    expect([slow.isDestroyed, quick.isDestroyed]).to.eql([true, false]);
    expect([slow.heard.length, quick.heard.length]).to.eql([1, 2]);
  });

  it('ends for a user whose login is another now', () => {
    const stage = new Stage();
    const listener = stage.listen();
    const by = { user_who_performed_action: 'guest' };
    stage.events.emit('user.tags.set', { name: 'otto', tags: [], ...by });
    expect(listener.hasEnded).to.equal(false);
    stage.events.emit('user.tags.set', { name: 'anna', tags: [], ...by });
    expect(listener.hasEnded).to.equal(true);
  });

  it('sends a comment every 15 seconds', () => {
    const stage = new Stage();
    const listener = stage.listen();
    stage.clock.advance(stage.clock.now + 30_000);
    expect(listener.heard).to.eql([':', ':']);
  });

  it('has room for so many listeners', () => {
    const stage = new Stage();
    for (let count = 1; count < LISTENER_COUNT_MAX; count++) stage.listen();
    expect(stage.stream.isFull).to.equal(false);
    stage.listen();
    expect(stage.stream.isFull).to.equal(true);
  });
});
