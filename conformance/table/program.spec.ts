import { expect } from 'chai';
import { runProgram } from './program.js';

function runScript(script: string, limitMs = 10_000): ReturnType<typeof runProgram> {
  return runProgram({
    command: [process.execPath, '-e', script],
    folder: '/',
    environment: { GREETING: 'hello' },
    limitMs,
  });
}

describe("A client's program", () => {
  it('gives its lines, and what it wrote to stderr', async () => {
    const ended = await runScript('console.log(process.env.GREETING); console.error("oh")');
    expect(ended).to.deep.equal({ lines: ['hello'], stderrTail: 'oh\n', fault: undefined });
  });

  it('is at fault when it ends with another code than 0', async () => {
    expect((await runScript('process.exit(3)')).fault).to.equal('exit code 3');
  });

  it('is at fault when it is not there', async () => {
    const options = { command: ['/no/such'], folder: '/', environment: {}, limitMs: 1000 };
    expect((await runProgram(options)).fault).to.match(/ENOENT/);
  });

  it('is killed with all that it started when its time is over', async () => {
    const child = 'setInterval(() => {}, 1000)';
    const script = `require('node:child_process')
      .spawn(process.execPath, ['-e', '${child}'], { stdio: 'inherit' });
      console.log('started'); ${child}`;
    const ended = await runScript(script, 500);
    expect(ended.fault).to.equal('killed after 0.5 s');
  });
});
