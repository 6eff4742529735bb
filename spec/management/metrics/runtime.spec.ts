import { expect } from 'chai';
import { RuntimeMetrics } from '../../../src/management/metrics/runtime.js';
import { samplesOf } from '../../support/metrics-source.js';
import { ScriptedStore } from '../../support/scripted-store.js';

describe('What is measured', () => {
  it('is how long commits take and how much they hold', () => {
    const store = new ScriptedStore();
    const runtime = new RuntimeMetrics(store);
    const { onCommit } = store as { onCommit?: (commit: object) => void };
    onCommit?.({ changes: 3, bytes: 2_000, durationMs: 2 });
    onCommit?.({ changes: 300, bytes: 2_000, durationMs: 20 });
    expect(runtime.commits).to.deep.equal({ count: 2, bytes: 4_000, durationMs: 22 });
    const samples = samplesOf([runtime.text()]);
    runtime.stop();
    expect(samples).to.include({
      'leveret_store_commit_duration_seconds_bucket{le="0.0025"}': 1,
      'leveret_store_commit_duration_seconds_bucket{le="+Inf"}': 2,
      leveret_store_commit_duration_seconds_sum: 0.022,
      'leveret_store_batch_changes_bucket{le="4"}': 1,
      leveret_store_batch_changes_sum: 303,
      leveret_store_batch_bytes_count: 2,
      leveret_store_pending_bytes: 0,
    });
  });

  it('is how late the event loop is, since the scrape before', async () => {
    const runtime = new RuntimeMetrics(new ScriptedStore());
    const name = 'leveret_event_loop_delay_max_seconds';
    const maxSeconds = (): number => samplesOf([runtime.text()])[name] ?? -1;
    expect(maxSeconds()).to.equal(0);
    await busyTurn(60);
    expect(maxSeconds()).to.be.greaterThan(0.03);
    runtime.stop();
  });
});

/** The event loop gets no turn for so long, and then one in which the delay is noticed. */
async function busyTurn(ms: number): Promise<void> {
  await aTurn();
  const until = performance.now() + ms;
  while (performance.now() < until) Math.sqrt(until);
  await aTurn();
}

function aTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 15));
}
