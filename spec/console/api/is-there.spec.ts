import { expect } from 'chai';
import { ApiFault } from '../../../src/console/api/client.js';
import { isThere } from '../../../src/console/api/is-there.js';

describe('Whether a thing is there', () => {
  const answering = (fault?: Error) => ({
    get: <T>(): Promise<T> =>
      fault === undefined ? Promise.resolve({} as T) : Promise.reject(fault),
  });

  it('is so where the API shows it, and not where it says 404', async () => {
    expect(await isThere(answering(), '/users/ann')).to.equal(true);
    expect(await isThere(answering(new ApiFault(404, 'Not Found')), '/users/ann')).to.equal(false);
  });

  it('is not known where the API says anything else', async () => {
    const fault = new ApiFault(0, 'The broker does not answer.');
    const outcome = await isThere(answering(fault), '/users/ann').catch((error: unknown) => error);
    expect(outcome).to.equal(fault);
  });
});
