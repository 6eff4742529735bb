import { expect } from 'chai';
import { TestManagement } from '../support/test-management.js';

interface Document {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<string, { readonly parameters: { name: string; in: string }[] }>
  >;
}

describe('The OpenAPI document', () => {
  let api: TestManagement;
  let document: Document;
  beforeEach(async () => {
    api = await new TestManagement().start();
    document = (await api.get('/openapi.json', { as: null })).json as Document;
  });
  afterEach(() => api.stop());

  it('is there for anybody', () => {
    expect(document.openapi).to.equal('3.1.0');
    expect(document.paths).to.include.keys('/api/vhosts/{vhost}', '/api/healthchecks/node');
  });

  it('has an operation for each method that a path takes, and for no other', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const url = path.slice('/api'.length).replace(/\{\w+\}/g, 'x');
      const { headers } = await api.send('OPTIONS', url);
      const allowed = (headers.get('allow') ?? '').split(', ');
      for (const method of Object.keys(operations)) {
        expect(allowed, path).to.include(method.toUpperCase());
      }
    }
  });

  it('names the parameters of each path, and each operation once', () => {
    const ids = new Set<string>();
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const operation of Object.values(operations)) {
        const { operationId } = operation as unknown as { operationId: string };
        expect(ids.has(operationId), operationId).to.equal(false);
        ids.add(operationId);
        for (const { name, in: where } of operation.parameters) {
          if (where === 'path') expect(path).to.contain(`{${name}}`);
        }
      }
    }
    expect(ids.size).to.be.greaterThan(60);
  });
});
