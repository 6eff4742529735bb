/** All mistakes, by what is wrong. */
import type { Mistakes } from '../mistake.js';
import { accounts } from './accounts.js';
import { credentials } from './credentials.js';
import { messages } from './messages.js';
import { methods } from './methods.js';
import { missing } from './missing.js';
import { pages } from './pages.js';
import { rights } from './rights.js';
import { rules } from './rules.js';
import { topology } from './topology.js';

export const mistakes: readonly Mistakes[] = [
  ...credentials,
  ...rights,
  ...missing,
  ...methods,
  ...topology,
  ...messages,
  ...accounts,
  ...rules,
  ...pages,
];
