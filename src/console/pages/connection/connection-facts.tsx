/** Who the client is, from where it has come, and what was agreed with it. */
import type { ConnectionDetailsJson } from '../../api/types.js';
import { formatBytes, formatDuration } from '../../format/numbers.js';
import { Fact, Facts } from '../../widgets/facts.js';
import { Value } from '../../widgets/value.js';
import { clientProperties } from './client-properties.js';

interface FactsProps {
  readonly connection: ConnectionDetailsJson;
}

export function ClientPanel({ connection }: FactsProps) {
  const { capabilities, others } = clientProperties(connection.client_properties);
  return (
    <section class="panel">
      <h2>Client</h2>
      {others.length === 0 && <p class="empty">It tells nothing of itself.</p>}
      <Facts>
        {others.map(([name, value]) => (
          <Fact key={name} title={<bdi>{name}</bdi>}>
            <Value value={value} name={name} />
          </Fact>
        ))}
        {capabilities.length > 0 && (
          <Fact title="capabilities" explanation="Extensions of AMQP that it knows">
            <span class="badges">
              {capabilities.map((name) => (
                <span key={name} class="badge">
                  <bdi>{name}</bdi>
                </span>
              ))}
            </span>
          </Fact>
        )}
      </Facts>
    </section>
  );
}

export function NetworkPanel({ connection }: FactsProps) {
  const { connected_at: since, timeout } = connection;
  return (
    <section class="panel">
      <h2>Connection</h2>
      <Facts>
        <Fact title="User">
          <bdi>{connection.user}</bdi> <span class="muted">by {connection.auth_mechanism}</span>
        </Fact>
        <Fact title="Vhost">
          <bdi>{connection.vhost}</bdi>
        </Fact>
        <Fact title="Connected since">
          {new Date(since).toLocaleString('en-GB')}{' '}
          <span class="muted">{formatDuration(Date.now() - since)}</span>
        </Fact>
        <Fact title="Client’s address">{address(connection.peer_host, connection.peer_port)}</Fact>
        <Fact title="Broker’s address">{address(connection.host, connection.port)}</Fact>
        <Fact title="Protocol">{connection.protocol}</Fact>
        <Fact title="Largest frame">
          {connection.frame_max === 0 ? 'no limit' : formatBytes(connection.frame_max)}
        </Fact>
        <Fact title="Channels at most">
          {connection.channel_max === 0 ? 'no limit' : connection.channel_max.toLocaleString('en')}
        </Fact>
        <Fact title="Heartbeat" explanation="Whoever is silent for two of them is taken for gone">
          {timeout === 0 ? 'none' : `${timeout.toLocaleString('en')} s`}
        </Fact>
        <TlsFacts connection={connection} />
      </Facts>
    </section>
  );
}

function TlsFacts({ connection }: FactsProps) {
  if (!connection.ssl) return <Fact title="TLS">none, not encrypted</Fact>;
  const suite = [connection.ssl_cipher, connection.ssl_key_exchange, connection.ssl_hash];
  return (
    <>
      <Fact title="TLS">
        {connection.ssl_protocol}{' '}
        <span class="muted">{suite.filter((part) => part !== '' && part !== null).join(', ')}</span>
      </Fact>
      {(connection.peer_cert_subject ?? '') !== '' && (
        <>
          <Fact title="Client’s certificate">
            <bdi>{connection.peer_cert_subject}</bdi>
          </Fact>
          <Fact title="Issued by">
            <bdi>{connection.peer_cert_issuer}</bdi>
          </Fact>
          <Fact title="Valid">{connection.peer_cert_validity}</Fact>
        </>
      )}
    </>
  );
}

/** A Unix socket has no port, and at its other end not even a path. */
function address(host: string, port: number) {
  if (host === '') return 'a Unix socket';
  const shown = host.includes(':') ? `[${host}]` : host;
  return <code>{port === 0 ? host : `${shown}:${port}`}</code>;
}
