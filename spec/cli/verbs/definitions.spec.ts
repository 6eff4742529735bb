import { expect } from 'chai';
import { runWords, ScriptedApi } from '../../support/scripted-api.js';
import { itRuns } from '../../support/verb-cases.js';

const DEFINITIONS = { users: [], queues: [{ name: 'q' }] };
const TEXT = JSON.stringify(DEFINITIONS);

describe('The verbs of definitions', () => {
  itRuns([
    {
      does: 'write them to standard output, and nothing else',
      words: ['export_definitions', '-'],
      answers: { 'GET definitions': DEFINITIONS },
      output: `${TEXT}\n`,
    },
    {
      does: 'write those of one vhost',
      words: ['-q', 'export_definitions', '-', '-p', 'v'],
      answers: { 'GET definitions/v': DEFINITIONS },
      output: `${TEXT}\n`,
    },
    {
      does: 'read them from a file',
      words: ['import_definitions', 'd.json'],
      files: { 'd.json': TEXT },
      changes: [['POST definitions', DEFINITIONS]],
      output:
        'Importing definitions in JSON from a file at "d.json" ...\n' +
        'Successfully started definition import\n',
    },
    {
      does: 'read them from standard input',
      words: ['-q', 'import_definitions'],
      input: TEXT,
      changes: [['POST definitions', DEFINITIONS]],
    },
    {
      does: 'refuse a file that holds none',
      words: ['-q', 'import_definitions', 'd.json'],
      files: { 'd.json': '' },
      code: 65,
      error: 'Error: d.json holds no JSON: Unexpected end of JSON input\n',
    },
    {
      does: 'refuse a file that there is not, in one line',
      words: ['-q', 'import_definitions', 'no.json'],
      code: 65,
      error: "Error: ENOENT: no such file or directory, open 'no.json'\n",
    },
    {
      does: 'refuse to write where there is no folder, in one line',
      words: ['-q', 'export_definitions', 'no/d.json'],
      answers: { 'GET definitions': DEFINITIONS },
      code: 65,
      error: "Error: ENOENT: no such file or directory, open 'no/d.json'\n",
    },
  ]);

  it('write them to a file, for people to read', async () => {
    const api = new ScriptedApi();
    await api.listen();
    api.answers = { 'GET definitions': DEFINITIONS };
    const { files } = await runWords(['export_definitions', 'd.json'], { LEVERET_URL: api.url });
    api.close();
    expect(files.get('d.json')).to.equal(`${JSON.stringify(DEFINITIONS, undefined, 2)}\n`);
  });
});
