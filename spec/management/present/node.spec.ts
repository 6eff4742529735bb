import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

it('A node in JSON tells what it used and how fast that grows', async () => {
  const api = await new TestManagement().start();
  const { json } = await api.get('/nodes/leveret@here');
  expect(json).to.deep.include({ io_write_count: 0, io_write_count_details: { rate: 0 } });
  expect(json).to.include.keys('context_switches', 'context_switches_details');
  await api.stop();
});
