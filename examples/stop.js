/**
 * When a consumer of these examples stops: at Ctrl+C, or after STOP_AFTER messages if that variable
 * is set, as the specs set it. Closing the connection gives messages that were not acknowledged
 * back to their queue.
 */
export function stopper(connection, channel) {
  let remaining = Number(process.env.STOP_AFTER ?? Infinity);
  const stop = async () => {
    // First the channel: its close leaves after all that was sent on it, acknowledgements above
    // all. With amqplib the close of a connection may overtake them.
    await channel.close();
    await connection.close();
    process.exit();
  };
  process.once('SIGINT', stop);
  return {
    /** Call it when a message is done with. */
    async count() {
      remaining--;
      if (remaining === 0) await stop();
    },
  };
}
