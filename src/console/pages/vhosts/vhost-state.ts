/** The state of a vhost, of which the API tells by node. */

export function stateOf(vhost: { readonly cluster_state: Readonly<Record<string, string>> }) {
  return [...new Set(Object.values(vhost.cluster_state))].join(', ');
}
