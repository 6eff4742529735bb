package conformance;

import static conformance.Check.equal;
import static conformance.Check.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.RpcClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What publishers hear, and what queues make of what they get. */
final class Publishing {
    private Publishing() {}

    static void confirms(Stage stage) throws Exception {
        final int count = 100;
        Channel channel = stage.channel();
        String queue = stage.queue("q", true, Map.of());
        channel.confirmSelect();
        byte[] body = "kept".getBytes(UTF_8);
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", queue, MessageProperties.MINIMAL_PERSISTENT_BASIC, body);
        }
        channel.waitForConfirmsOrDie(Stage.LIMIT_MS);
        equal("what the queue holds", channel.messageCount(queue), (long) count);
    }

    static void confirmNack(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String queue =
                stage.queue("q", Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.confirmSelect();
        stage.send(queue, "fits");
        require(channel.waitForConfirms(Stage.LIMIT_MS), "the first was nacked");
        stage.send(queue, "does not fit");
        require(!channel.waitForConfirms(Stage.LIMIT_MS), "the second was acked");
        equal("what the queue holds", stage.drain(queue), List.of("fits"));
    }

    static void returned(Stage stage) throws Exception {
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        stage.channel().addReturnListener(returns::add);
        String key = stage.name("nowhere");
        BasicProperties properties = new BasicProperties.Builder().messageId("m1").build();
        stage.channel().basicPublish("", key, true, properties, "no way".getBytes(UTF_8));
        Return returned = returns.poll(Stage.LIMIT_MS, TimeUnit.MILLISECONDS);
        require(returned != null, "nothing came back");
        equal("the code", returned.getReplyCode(), AMQP.NO_ROUTE);
        equal("the text", returned.getReplyText(), "NO_ROUTE");
        equal("the routing key", returned.getRoutingKey(), key);
        equal("the message", returned.getProperties().getMessageId(), "m1");
        equal("the body", new String(returned.getBody(), UTF_8), "no way");
    }

    static void maxLength(Stage stage) throws Exception {
        String queue = stage.queue("q", Map.of("x-max-length", 2));
        stage.send(queue, "1", "2", "3");
        equal("what is kept", stage.drain(queue), List.of("2", "3"));
    }

    static void priority(Stage stage) throws Exception {
        String queue = stage.queue("q", Map.of("x-max-priority", 5));
        for (int priority : new int[] {1, 5, 3}) {
            BasicProperties properties = new BasicProperties.Builder().priority(priority).build();
            byte[] body = Integer.toString(priority).getBytes(UTF_8);
            stage.channel().basicPublish("", queue, properties, body);
        }
        equal("the order", stage.drain(queue), List.of("5", "3", "1"));
    }

    /** The client's own RpcClient replies to amq.rabbitmq.reply-to unless told otherwise. */
    static void rpc(Stage stage) throws Exception {
        String requests = stage.queue("requests");
        Channel server = stage.connection().createChannel();
        server.basicConsume(
                requests,
                true,
                (tag, request) -> {
                    BasicProperties asked = request.getProperties();
                    BasicProperties properties =
                            new BasicProperties.Builder()
                                    .correlationId(asked.getCorrelationId())
                                    .build();
                    String answer = "answer to " + new String(request.getBody(), UTF_8);
                    server.basicPublish("", asked.getReplyTo(), properties, answer.getBytes(UTF_8));
                },
                tag -> {});
        RpcClient client = new RpcClient(stage.channel(), "", requests, Stage.LIMIT_MS);
        equal("the first reply", client.stringCall("one"), "answer to one");
        equal("the second reply", client.stringCall("two"), "answer to two");
        client.close();
    }
}
