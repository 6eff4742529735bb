package conformance;

import static conformance.Check.equal;
import static conformance.Check.refused;
import static conformance.Check.require;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the broker refuses, and how connections begin and end. */
final class Connections {
    private Connections() {}

    static void exclusive(Stage stage) throws Exception {
        String queue = stage.name("q");
        stage.channel().queueDeclare(queue, false, true, false, Map.of());
        Channel other = stage.connect().createChannel();
        refused(
                AMQP.RESOURCE_LOCKED,
                "RESOURCE_LOCKED",
                () -> other.queueDeclare(queue, false, true, false, Map.of()));
        require(!other.isOpen(), "the channel stays open");
    }

    static void notFound(Stage stage) throws Exception {
        String queue = stage.name("missing");
        refused(
                AMQP.NOT_FOUND,
                "NOT_FOUND - no queue '" + queue + "' in vhost '/'",
                () -> stage.channel().queueDeclarePassive(queue));
    }

    static void inequivalent(Stage stage) throws Exception {
        String queue = stage.queue("q");
        refused(
                AMQP.PRECONDITION_FAILED,
                "inequivalent arg 'durable' for queue",
                () -> stage.channel().queueDeclare(queue, true, false, false, Map.of()));
    }

    static void unknownTag(Stage stage) throws Exception {
        BlockingQueue<ShutdownSignalException> closes = closesOf(stage.channel());
        stage.channel().basicAck(99, false);
        ShutdownSignalException close = closes.poll(Stage.LIMIT_MS, TimeUnit.MILLISECONDS);
        require(close != null, "the channel stays open");
        refused(AMQP.PRECONDITION_FAILED, "unknown delivery tag 99", close);
    }

    private static BlockingQueue<ShutdownSignalException> closesOf(Channel channel) {
        BlockingQueue<ShutdownSignalException> closes = new LinkedBlockingQueue<>();
        channel.addShutdownListener(closes::add);
        return closes;
    }

    static void wrongPassword(Stage stage) throws Exception {
        ConnectionFactory factory = Stage.factory();
        factory.setPassword("wrong");
        try {
            stage.keep(factory.newConnection());
        } catch (AuthenticationFailureException e) {
            require(e.getMessage().startsWith("ACCESS_REFUSED"), "refused with " + e.getMessage());
            return;
        }
        throw new AssertionError("a wrong password was good enough");
    }

    static void serverNamed(Stage stage) throws Exception {
        Connection other = stage.connect();
        String queue = other.createChannel().queueDeclare().getQueue();
        require(queue.startsWith("amq.gen-"), "it is named " + queue);
        other.close();
        refused(
                AMQP.NOT_FOUND, "NOT_FOUND", () -> stage.channel().queueDeclarePassive(queue));
    }

    static void heartbeat(Stage stage) throws Exception {
        ConnectionFactory factory = Stage.factory();
        factory.setRequestedHeartbeat(1);
        Connection connection = stage.keep(factory.newConnection());
        equal("the interval agreed on", connection.getHeartbeat(), 1);
        BlockingQueue<ShutdownSignalException> closes = new LinkedBlockingQueue<>();
        connection.addShutdownListener(closes::add);
        ShutdownSignalException close = closes.poll(3, TimeUnit.SECONDS);
        require(close == null, "the connection closed: " + close);
        connection.createChannel().close();
    }
}
