/** A link to the page of an exchange or a queue. Used where the picture is told in words. */
import { ExchangeLink, QueueLink } from '../../widgets/links.js';
import type { GraphNode } from './graph.js';

interface NodeLinkProps extends Pick<GraphNode, 'kind' | 'name'> {
  readonly vhost: string;
}

export function NodeLink({ vhost, kind, name }: NodeLinkProps) {
  return kind === 'queue' ? (
    <QueueLink vhost={vhost} name={name} />
  ) : (
    <ExchangeLink vhost={vhost} name={name} />
  );
}
