import { expect } from 'chai';
import { readConf } from '../src/conf-syntax.js';
import { UsageError } from '../src/option.js';

const FILES: Readonly<Record<string, string>> = {
  '/etc/leveret/secret': 'pass # word\n',
  '/etc/leveret/more.conf': 'b = 2\n',
  '/etc/leveret/loop.conf': 'include loop.conf\n',
};

function read(text: string, environment: Readonly<Record<string, string>> = {}) {
  return readConf('/etc/leveret/a.conf', {
    environment,
    readFile: (path) => {
      const content = path === '/etc/leveret/a.conf' ? text : FILES[path];
      if (content === undefined) throw new Error(`ENOENT: ${path}`);
      return content;
    },
  });
}

const pairs = (text: string, environment?: Readonly<Record<string, string>>) =>
  read(text, environment).map(({ key, value }) => [key.join('/'), value]);

describe('A file in the style of rabbitmq.conf', () => {
  it('has a key, an equals sign and a value on a line, with blanks around them or not', () => {
    expect(pairs('listeners.tcp.default = 5672\n\theartbeat=60 \r\n  a  =  b c')).to.deep.equal([
      ['listeners/tcp/default', '5672'],
      ['heartbeat', '60'],
      ['a', 'b c'],
    ]);
  });

  it('may have empty lines, comments, and comments behind values', () => {
    expect(pairs('# one\n\n   ## two\n \t\na = b # three\nc = d#four\n')).to.deep.equal([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('takes every character in quotes, and several lines in triple quotes', () => {
    expect(pairs("a = 'b # c'  # d\ne = '''\nf\ng = 'h'\n'''\ni = it's\nj =")).to.deep.equal([
      ['a', 'b # c'],
      ['e', "f\ng = 'h'"],
      ['i', "it's"],
      ['j', ''],
    ]);
  });

  it('may have a dot within a name, behind a backslash', () => {
    expect(pairs(String.raw`loopback_users.john\.doe = true`)).to.deep.equal([
      ['loopback_users/john.doe', 'true'],
    ]);
  });

  it('takes a value from a file beside it, and from the environment', () => {
    const text = 'a = $(<secret)\nb = node-$(ID)-$(ID)\n';
    expect(pairs(text, { ID: '7' })).to.deep.equal([
      ['a', 'pass # word'],
      ['b', 'node-7-7'],
    ]);
  });

  it('includes other files where they are named, and tells which line is whose', () => {
    const settings = read('a = 1\ninclude more.conf # and\nc = 3');
    expect(settings.map(({ value, place }) => [value, place])).to.deep.equal([
      ['1', '/etc/leveret/a.conf, line 1'],
      ['2', '/etc/leveret/more.conf, line 1'],
      ['3', '/etc/leveret/a.conf, line 3'],
    ]);
  });

  it('counts the lines of values in triple quotes', () => {
    expect(read("a = '''b\nc'''\nd = e")[1]?.place).to.equal('/etc/leveret/a.conf, line 3');
  });

  const mistakes: readonly [string, string, string][] = [
    ['a line without an equals sign', 'a = b\nheartbeat 60', 'a.conf, line 2: a line is "key ='],
    ['a key with a blank', 'a b = c', 'line 1: a line is'],
    ['words behind a quoted value', "a = 'b' c", 'line 1: a line is'],
    ['a variable that is not set', '\na = $(NO)', 'line 2: the variable NO is not set'],
    ['a pattern of files to include', 'include conf.d/*.conf', 'line 1: include names one file'],
    ['a file that includes itself', 'include loop.conf', 'more than 8 deep'],
  ];
  for (const [mistake, text, message] of mistakes) {
    it(`may not have ${mistake}`, () => {
      expect(() => read(text)).to.throw(UsageError, message);
    });
  }
});
