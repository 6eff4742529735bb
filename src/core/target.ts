/**
 * Where a routed message ends: a queue, or what holds the messages of a delayed exchange. Found by
 * router.ts for whoever publishes.
 */
import type { Message } from './message.js';

export interface RoomWaiter {
  /** Not at once: others may be in the middle of something. */
  retrySoon(): void;
}

export interface Target {
  readonly name: string;
  /**
   * False: there is no room, and the publisher is to be told. With `redelivered` a consumer may
   * have seen it before a crash.
   */
  enqueue(message: Message, redelivered?: boolean): boolean;
  /** Would it refuse this one? Without it, it never does. */
  refuses?(message: Message): boolean;
  /** After a refusal: who is to be told once there is room. */
  awaitRoom?(waiter: RoomWaiter): void;
}
