import { expect } from 'chai';
import { judgeOrigin, judgeRequest, type OriginVerdict } from '../../src/transport/web-origin.js';

const LISTED = ['app.example', 'https://other.example:8443'];

describe('A page that opens a WebSocket', () => {
  const cases: readonly [string, Record<string, string>, OriginVerdict][] = [
    ['is near without an origin: no browser', { host: 'localhost:15672' }, 'near'],
    [
      'is near on the same host and port',
      { origin: 'http://127.0.0.1:15672', host: '127.0.0.1:15672' },
      'near',
    ],
    ['is near on localhost', { origin: 'http://localhost:1', host: 'LOCALHOST:1' }, 'near'],
    ['is near on ::1', { origin: 'http://[::1]:1', host: '[::1]:1' }, 'near'],
    ['is near on the usual port', { origin: 'http://localhost', host: 'localhost:80' }, 'near'],
    ['is refused from another site', { origin: 'https://evil.example', host: 'a:1' }, 'refused'],
    [
      'is refused from another port',
      { origin: 'http://localhost:2', host: 'localhost:1' },
      'refused',
    ],
    ['is refused without a site of its own', { origin: 'null', host: 'localhost' }, 'refused'],
    ['is refused from a file', { origin: 'file://', host: '' }, 'refused'],
    ['is refused where the host is missing', { origin: 'http://a' }, 'refused'],
    [
      'is far on a name, wherever that leads: it may lead here',
      { origin: 'http://evil.example', host: 'evil.example' },
      'far',
    ],
    ['is near from a listed host', { origin: 'http://app.example', host: 'mq.example' }, 'near'],
    [
      'is near from a listed origin',
      { origin: 'https://other.example:8443', host: 'mq.example' },
      'near',
    ],
    [
      'is refused from a listed host on another port',
      { origin: 'http://app.example:1' },
      'refused',
    ],
    ['is far behind a proxy', { host: 'localhost', 'x-forwarded-for': '192.0.2.1' }, 'far'],
    ['is far behind a proxy of RFC 7239', { host: 'a', forwarded: 'for=192.0.2.1' }, 'far'],
  ];
  for (const [name, headers, verdict] of cases) {
    it(name, () => {
      expect(judgeOrigin(headers, LISTED)).to.equal(verdict);
    });
  }
});

describe('A plain request', () => {
  const cases: readonly [string, Record<string, string>, OriginVerdict][] = [
    ['is near at a name of this machine', { host: 'localhost:15672' }, 'near'],
    ['is near at an address of this machine', { host: '[::1]:15672' }, 'near'],
    ['is far at another name, wherever that leads', { host: 'evil.example:15672' }, 'far'],
    ['is far without a host', {}, 'far'],
    ['is far behind a proxy', { host: 'localhost', 'x-forwarded-for': '10.0.0.1' }, 'far'],
    ['is refused from another site', { host: 'localhost', origin: 'http://a.example' }, 'refused'],
    ['is near from a listed host', { host: 'mq.example', origin: 'http://app.example' }, 'near'],
  ];
  for (const [title, headers, verdict] of cases) {
    it(title, () => {
      expect(judgeRequest(headers, LISTED)).to.equal(verdict);
    });
  }
});
