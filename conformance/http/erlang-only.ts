/**
 * What RabbitMQ's answers have and ours have not, with the reason. Nothing else may be missing.
 * compare.ts fails on a reason that nothing needs.
 */
interface Reason {
  readonly why: string;
  /** Of the question and of the path of keys: both have to match. */
  readonly questions?: RegExp;
  readonly paths: RegExp;
}

const NODE = /^\/nodes/;

export const reasons: readonly Reason[] = [
  {
    why: 'options of sockets that only Erlang and its web server have',
    questions: /^\/overview/,
    paths: /^listeners\[\]\.socket_opts\.(linger|exit_on_close|cowboy_opts)$/,
  },
  {
    why: 'there are no plugins, and no file of settings unless one is named',
    questions: NODE,
    paths: /(config_files|enabled_plugins)\[\]$/,
  },
  {
    why: 'how often Erlang collected the garbage of its processes: V8 does not tell of its own',
    questions: NODE,
    paths: /(^|\.)gc_(num|bytes_reclaimed)(_details)?$/,
  },
  {
    why: "Erlang's database, file handles and Raft library: one SQLite file takes their place",
    questions: NODE,
    paths: new RegExp(
      '(mnesia_(ram|disk)_tx_count|queue_index_(read|write)_count|io_(seek|reopen)_count' +
        '|io_(seek|read)_avg_time|ra_open_file_metrics)(_details)?$',
    ),
  },
  {
    why: "queues of Erlang's processes that tidy up statistics",
    questions: NODE,
    paths: /metrics_gc_queue_length$/,
  },
  {
    why: "parts of Erlang's memory: V8 tells of its heap as a whole",
    questions: NODE,
    paths: new RegExp(
      '^(binary' +
        '|memory\\.(connection_\\w+|metrics|mgmt_db|mnesia|(quorum|other)_ets|msg_index|atom))$',
    ),
  },
  { why: "Erlang's tables", questions: /^\/nodes\/\{node\}\/memory\/ets$/, paths: /^$/ },
  {
    why: 'the work and the garbage of the Erlang process behind each',
    paths: /(^|\.)(reductions(_details)?|garbage_collection)$/,
  },
  {
    why: "the inside of RabbitMQ's message store, and of its Raft log",
    questions: /^\/queues/,
    paths: /(^|\.)(backing_queue_status|open_files)$/,
  },
  {
    why: 'mirrors, which are not there',
    questions: /^\/queues/,
    paths: /(^|\.)recoverable_slaves$/,
  },
  {
    why: 'null for quorum queues, which nobody owns: ours say false',
    questions: /enable_queue_totals=true/,
    paths: /^\[\]\.exclusive$/,
  },
  {
    why: "scripts of plugins for RabbitMQ's own console",
    questions: /^\/extensions$/,
    paths: /^\[\]$/,
  },
  {
    why: 'statistics of what nothing has happened to: on RabbitMQ something had before',
    questions: /^\/(queues\/%2F|vhosts)/,
    paths: /\[\]\.message_stats$/,
  },
];

export function reasonFor(question: string, path: string): string | undefined {
  return reasons.find(
    ({ questions, paths }) => (questions?.test(question) ?? true) && paths.test(path),
  )?.why;
}
