/** Whoever does not say who he is, or may not come in at all. */
import type { Mistakes } from '../mistake.js';

export const credentials: readonly Mistakes[] = [
  { status: 401, requests: [['GET /overview', undefined, { as: '' }]] },
  {
    status: 401,
    error: 'not_authorized',
    reason: 'Login failed',
    requests: [
      ['GET /overview', undefined, { as: 'guest:wrong' }],
      ['GET /overview', undefined, { as: 'nobody:x' }],
      ['GET /overview', undefined, { as: ':' }],
      ['GET /overview', undefined, { as: 'frank:x' }],
      [
        'POST /login',
        'username=guest&password=wrong',
        { as: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      ],
      ['POST /login', { username: 'guest', password: 'guest' }, { as: '' }],
    ],
  },
  {
    status: 400,
    requests: [['GET /overview', undefined, { headers: { authorization: 'Basic !!!' } }]],
  },
  {
    status: 401,
    error: 'not_authorised',
    reason: 'Not management user',
    requests: [
      ['GET /overview', undefined, { as: 'erin:erin-test' }],
      ['GET /whoami', undefined, { as: 'erin:erin-test' }],
    ],
  },
];
