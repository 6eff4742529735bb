import { expect } from 'chai';
import { alarmsOf } from '../../../../src/console/pages/overview/alarms.js';

const NODE = {
  name: 'leveret@here',
  mem_used: 900 * 1_024 ** 2,
  mem_limit: 800 * 1_024 ** 2,
  mem_alarm: false,
  disk_free: 10 * 1_024 ** 2,
  disk_free_limit: 50 * 1_024 ** 2,
  disk_free_alarm: false,
  fd_used: 1,
  fd_total: 2,
  uptime: 1,
  io_sync_count: 0,
  io_sync_avg_time: 0,
};

describe('Alarms', () => {
  it('are none while nothing runs short', () => {
    expect(alarmsOf(NODE)).to.deep.equal([]);
  });

  it('say what has happened and which option is about it', () => {
    const [memory, disk] = alarmsOf({ ...NODE, mem_alarm: true, disk_free_alarm: true });
    expect(memory?.title).to.equal(
      'Memory: 900 MiB used, the limit is 800 MiB. Publishers are blocked.',
    );
    expect(memory?.remedy).to.include('memory-high-watermark');
    expect(disk?.title).to.equal(
      'Disk: 10.0 MiB free, the limit is 50.0 MiB. Publishers are blocked.',
    );
    expect(disk?.remedy).to.include('disk-free-limit');
  });
});
