/** All verbs of the command line but `start`, which main.ts has, and help and completion. */
import type { Verb } from './verb.js';
import { CONNECTION_VERBS } from './verbs/connections.js';
import { DEFINITION_VERBS } from './verbs/definitions.js';
import { LIST_VERBS } from './verbs/lists.js';
import { NODE_VERBS } from './verbs/node.js';
import { POLICY_VERBS } from './verbs/policies.js';
import { QUEUE_VERBS } from './verbs/queues.js';
import { USER_VERBS } from './verbs/users.js';
import { VHOST_VERBS } from './verbs/vhosts.js';

export const VERBS: readonly Verb[] = [
  ...NODE_VERBS,
  ...LIST_VERBS,
  ...VHOST_VERBS,
  ...USER_VERBS,
  ...POLICY_VERBS,
  ...QUEUE_VERBS,
  ...CONNECTION_VERBS,
  ...DEFINITION_VERBS,
];
