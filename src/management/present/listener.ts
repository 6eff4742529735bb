/** Where the broker listens, in JSON, as RabbitMQ's HTTP API has it. */
import type { ListenerFacts } from '../node-facts.js';

/** `socket_opts` holds what RabbitMQ's listeners tell that ours have too. */
export function presentListener({ protocol, host, port, backlog }: ListenerFacts, node: string) {
  const options = isWeb(protocol) ? { ip: host, port, protocol } : { backlog, nodelay: true };
  return { node, protocol, ip_address: host, port, socket_opts: options };
}

/** The HTTP ones once more, in the words of RabbitMQ's web server. */
export function presentContext({ protocol, host, port }: ListenerFacts) {
  const description =
    protocol === 'http/prometheus' ? 'RabbitMQ Prometheus' : 'RabbitMQ Management';
  return {
    ssl_opts: [],
    description,
    path: '/',
    cowboy_opts: '[]',
    ip: host,
    port: String(port),
    protocol,
  };
}

export function isHttp({ protocol }: ListenerFacts): boolean {
  return isWeb(protocol);
}

function isWeb(protocol: string): boolean {
  return protocol.startsWith('http');
}
