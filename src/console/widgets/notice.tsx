/** A line that says what is wrong, or that something is being loaded, where it happens. */
import type { ComponentChildren } from 'preact';
import { messageOf } from '../api/client.js';

export function Fault({ fault, what }: { readonly fault: unknown; readonly what?: string }) {
  if (fault === undefined) return null;
  return (
    <p class="notice bad" role="alert">
      {what !== undefined && <strong>{what} </strong>}
      {messageOf(fault)}
    </p>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

export function Loading() {
  return (
    <p class="empty" role="status">
      Loading…
    </p>
  );
}
