package conformance;

import static conformance.Check.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer whose deliveries wait until the scenario takes them. */
final class Inbox {
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> cancellations = new LinkedBlockingQueue<>();
    private final String consumerTag;

    Inbox(Channel channel, String queue, boolean autoAck) throws IOException {
        this(channel, queue, autoAck, Map.of());
    }

    Inbox(Channel channel, String queue, boolean autoAck, Map<String, Object> arguments)
            throws IOException {
        consumerTag =
                channel.basicConsume(
                        queue,
                        autoAck,
                        arguments,
                        (tag, delivery) -> deliveries.add(delivery),
                        tag -> cancellations.add(tag));
    }

    String consumerTag() {
        return consumerTag;
    }

    /** Waits for the next message. */
    Delivery take() throws InterruptedException {
        Delivery delivery = deliveries.poll(Stage.LIMIT_MS, TimeUnit.MILLISECONDS);
        require(delivery != null, "no message came");
        return delivery;
    }

    String takeText() throws InterruptedException {
        return new String(take().getBody(), UTF_8);
    }

    /** Waits until the broker has cancelled a consumer, and tells which. */
    String takeCancellation() throws InterruptedException {
        String tag = cancellations.poll(Stage.LIMIT_MS, TimeUnit.MILLISECONDS);
        require(tag != null, "the consumer was not cancelled");
        return tag;
    }

    int size() {
        return deliveries.size();
    }
}
