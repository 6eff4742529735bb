/** Paging, sorting, ages of samples, and health checks that ask for what there is not. */
import type { Mistakes } from '../mistake.js';

export const pages: readonly Mistakes[] = [
  {
    status: 400,
    error: 'bad_request',
    reason: 'Invalid port',
    requests: ['GET /health/checks/port-listener/x'],
  },
  {
    status: 503,
    reason: 'No active listener',
    requests: ['GET /health/checks/protocol-listener/none'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Invalid expiration value.',
    requests: ['GET /health/checks/certificate-expiration/x/days'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Time unit not recognised. Supported units: days, weeks, months, years.',
    requests: ['GET /health/checks/certificate-expiration/1/lightyears'],
  },
  {
    status: 400,
    error: 'invalid_pagination_parameters',
    reason: 'Invalid pagination parameters: page number 0, page size undefined',
    requests: ['GET /queues?page=0'],
  },
  {
    status: 400,
    error: 'invalid_pagination_parameters',
    reason: 'Invalid pagination parameters: page number -1, page size undefined',
    requests: ['GET /queues?page=-1'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Pagination parameters are invalid',
    requests: [
      'GET /queues?page=x',
      'GET /queues?page=1&page_size=x',
      'GET /queues?page=1&name=(&use_regex=true',
      'GET /queues?page=',
    ],
  },
  {
    status: 400,
    error: 'page_out_of_range',
    reason: 'Page out of range, page: 99 page size: 100, len: 13',
    requests: ['GET /queues/shop?page=99'],
  },
  {
    status: 400,
    error: 'page_out_of_range',
    reason: 'Page out of range, page: 99 page size: 1, len: 13',
    requests: ['GET /queues/shop?page=99&page_size=1'],
  },
  {
    status: 400,
    error: 'invalid_pagination_parameters',
    reason: 'Invalid pagination parameters: page number 1, page size 0',
    requests: ['GET /queues?page=1&page_size=0'],
  },
  {
    status: 400,
    error: 'invalid_pagination_parameters',
    reason: 'Invalid pagination parameters: page number 1, page size 501',
    requests: ['GET /queues?page=1&page_size=501'],
  },
  {
    status: 200,
    requests: [
      'GET /queues?page=1&use_regex=maybe',
      'GET /queues?page=1&sort=lemons',
      'GET /queues?sort=lemons',
      'GET /queues?columns=lemons',
      'GET /queues?page_size=10',
      'GET /queues?msg_rates_age=x&msg_rates_incr=5',
      'GET /queues?msg_rates_age=60',
      'GET /queues?disable_stats=maybe',
      'GET /queues?page=1&page_size=10&name=none',
      'GET /bindings?page=1',
      'GET /users?page=9',
    ],
  },
  {
    status: 400,
    error: 'invalid_range_parameters',
    reason: 'Invalid range parameters: age 60, incr 0',
    requests: ['GET /queues?msg_rates_age=60&msg_rates_incr=0'],
  },
  {
    status: 400,
    error: 'invalid_range_parameters',
    reason: 'Invalid range parameters: age -60, incr 5',
    requests: ['GET /queues?msg_rates_age=-60&msg_rates_incr=5'],
  },
  {
    status: 400,
    error: 'invalid_range_parameters',
    reason: 'Invalid range parameters: age 0, incr 5',
    requests: ['GET /queues?lengths_age=0&lengths_incr=5'],
  },
  {
    status: 400,
    error: 'bad_request',
    reason: 'Invalid range parameters: age 60, incr 0',
    requests: ['GET /nodes?node_stats_age=60&node_stats_incr=0'],
  },
  {
    crashesRabbitMQ: true,
    requests: ['GET /queues?sort_reverse=maybe', 'GET /queues?page=1&sort=messages&sort_reverse=x'],
  },
];
