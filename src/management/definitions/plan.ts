/**
 * What an export says, read and checked for its form: everything that the broker is to have
 * afterwards, and what of it is left out, and why. Made by read-plan.ts, carried out by apply.ts.
 */
import type { PermissionRequest } from '../../core/access/permissions.js';
import type { TopicPermissionRequest } from '../../core/access/topic-permissions.js';
import type { UserDefinition } from '../../core/definitions.js';
import type { ExchangeRequest } from '../../core/exchange/declare.js';
import type { BindingRequest } from '../../core/exchange/exchanges.js';
import type { GlobalParameter } from '../../core/global-parameters.js';
import type { Parameter } from '../../core/parameters.js';
import type { PolicyRequest } from '../../core/policies.js';
import type { QueueRequest } from '../../core/queue/access.js';
import type { VhostRequest } from '../../core/vhost-definition.js';
import type { UserBody } from '../user-body.js';

interface InVhost {
  readonly vhost: string;
}

export type UserLimits = Pick<UserDefinition, 'connectionCountMax' | 'channelCountMax'>;

export interface UserPlan extends UserBody {
  readonly name: string;
  /** Undefined: those that the user has stay. */
  readonly limits: UserLimits | undefined;
}

export interface Plan {
  readonly users: readonly UserPlan[];
  readonly vhosts: readonly VhostRequest[];
  readonly permissions: readonly PermissionRequest[];
  readonly topicPermissions: readonly TopicPermissionRequest[];
  readonly parameters: readonly Parameter[];
  readonly globalParameters: readonly GlobalParameter[];
  readonly policies: readonly PolicyRequest[];
  readonly queues: readonly (QueueRequest & InVhost)[];
  readonly exchanges: readonly (ExchangeRequest & InVhost)[];
  readonly bindings: readonly (BindingRequest & InVhost)[];
}

/** Where in an export something stands. */
export interface Place {
  /** RabbitMQ's name for the list: "queues". */
  readonly kind: string;
  readonly vhost?: string;
  readonly name: string;
}

/** What is left out. */
export interface Ignored extends Place {
  readonly reason: string;
}

/** Told of what cannot be, which is then passed over. Without one, the first such is thrown. */
export type OnFault = (place: Place, error: Error) => void;

export interface PlanWithGaps {
  readonly plan: Plan;
  readonly ignored: readonly Ignored[];
}
