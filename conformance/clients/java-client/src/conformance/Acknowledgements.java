package conformance;

import static conformance.Check.equal;
import static conformance.Check.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.util.List;
import java.util.Map;

/** What consumers say about their messages. */
final class Acknowledgements {
    private Acknowledgements() {}

    static void acknowledge(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String queue = stage.queue("q");
        stage.send(queue, "a", "b");
        Inbox inbox = new Inbox(channel, queue, false);

        Delivery a = inbox.take();
        Delivery b = inbox.take();
        require(!a.getEnvelope().isRedeliver(), "redelivered at first");
        channel.basicNack(tagOf(a), false, true);
        Delivery again = inbox.take();
        require(again.getEnvelope().isRedeliver(), "not redelivered after a nack");
        equal("the body after a nack", new String(again.getBody(), UTF_8), "a");
        channel.basicAck(tagOf(again), false);

        channel.basicReject(tagOf(b), true);
        again = inbox.take();
        require(again.getEnvelope().isRedeliver(), "not redelivered after a reject");
        equal("the body after a reject", new String(again.getBody(), UTF_8), "b");
        channel.basicReject(tagOf(again), false);

        stage.renewChannel();
        equal("what is left", stage.drain(queue), List.of());
    }

    static void multipleAck(Stage stage) throws Exception {
        String queue = stage.queue("q");
        stage.send(queue, "1", "2", "3");
        Inbox inbox = new Inbox(stage.channel(), queue, false);
        inbox.take();
        Delivery second = inbox.take();
        inbox.take();
        stage.channel().basicAck(tagOf(second), true);

        Channel channel = stage.renewChannel();
        Delivery third = new Inbox(channel, queue, false).take();
        equal("what comes back", new String(third.getBody(), UTF_8), "3");
        require(third.getEnvelope().isRedeliver(), "not redelivered");
        equal("what else is ready", channel.messageCount(queue), 0L);
        channel.basicAck(tagOf(third), false);
    }

    static void prefetch(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String queue = stage.queue("q");
        stage.send(queue, "1", "2", "3", "4", "5");
        channel.basicQos(2);
        Inbox inbox = new Inbox(channel, queue, false);
        Delivery first = inbox.take();
        inbox.take();
        equal("what waits behind two", channel.messageCount(queue), 3L);
        equal("what came beyond two", inbox.size(), 0);

        channel.basicAck(tagOf(first), false);
        equal("the next body", inbox.takeText(), "3");
        equal("what waits behind three", channel.messageCount(queue), 2L);
    }

    static void transaction(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String queue = stage.queue("q");
        channel.txSelect();
        stage.send(queue, "never");
        channel.txRollback();
        equal("ready after the rollback", channel.messageCount(queue), 0L);
        stage.send(queue, "1", "2");
        equal("ready before the commit", channel.messageCount(queue), 0L);
        channel.txCommit();
        equal("what was committed", stage.drain(queue), List.of("1", "2"));
    }

    static void quorum(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String queue = stage.queue("q", true, Map.of("x-queue-type", "quorum"));
        stage.send(queue, "again");
        Inbox inbox = new Inbox(channel, queue, false);
        Delivery first = inbox.take();
        require(!first.getEnvelope().isRedeliver(), "redelivered at first");
        channel.basicNack(tagOf(first), false, true);
        Delivery second = inbox.take();
        equal("the body", new String(second.getBody(), UTF_8), "again");
        Object count = second.getProperties().getHeaders().get("x-delivery-count");
        equal("x-delivery-count", count, 1L);
        channel.basicAck(tagOf(second), false);
    }

    private static long tagOf(Delivery delivery) {
        return delivery.getEnvelope().getDeliveryTag();
    }
}
