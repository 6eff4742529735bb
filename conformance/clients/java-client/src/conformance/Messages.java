package conformance;

import static conformance.Check.equal;
import static conformance.Check.plain;
import static conformance.Check.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a message carries, and what becomes of one that nobody wanted. */
final class Messages {
    private Messages() {}

    static void hello(Stage stage) throws Exception {
        String queue = stage.queue("q");
        stage.send(queue, "hello");
        equal("the body", new Inbox(stage.channel(), queue, true).takeText(), "hello");
    }

    static void properties(Stage stage) throws Exception {
        String queue = stage.queue("q");
        Date when = Date.from(Instant.ofEpochSecond(1_700_000_000));
        Map<String, Object> headers = new HashMap<>();
        headers.put("string", "text");
        headers.put("long", 1L << 40);
        headers.put("int", -7);
        headers.put("bool", true);
        headers.put("double", 0.125);
        headers.put("table", Map.of("inner", "value"));
        headers.put("list", List.of("one", 2, false));
        headers.put("when", when);
        headers.put("bytes", new byte[] {0, 1, -2, -1});
        headers.put("void", null);
        BasicProperties sent =
                new BasicProperties.Builder()
                        .contentType("text/plain")
                        .contentEncoding("utf-8")
                        .headers(headers)
                        .deliveryMode(2)
                        .priority(4)
                        .correlationId("correlation")
                        .replyTo("reply")
                        .expiration("60000")
                        .messageId("message")
                        .timestamp(when)
                        .type("type")
                        .userId("guest")
                        .appId("application")
                        .clusterId("cluster")
                        .build();
        stage.channel().basicPublish("", queue, sent, "body".getBytes(UTF_8));
        Delivery delivery = new Inbox(stage.channel(), queue, true).take();
        equal("the list", valuesOf(delivery.getProperties()), valuesOf(sent));
        equal("the headers", plain(delivery.getProperties().getHeaders()), plain(headers));
    }

    private static List<Object> valuesOf(BasicProperties properties) {
        return Arrays.asList(
                properties.getContentType(),
                properties.getContentEncoding(),
                properties.getDeliveryMode(),
                properties.getPriority(),
                properties.getCorrelationId(),
                properties.getReplyTo(),
                properties.getExpiration(),
                properties.getMessageId(),
                properties.getTimestamp(),
                properties.getType(),
                properties.getUserId(),
                properties.getAppId(),
                properties.getClusterId());
    }

    static void largeBody(Stage stage) throws Exception {
        String queue = stage.queue("q");
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >> 8));
        }
        stage.channel().basicPublish("", queue, Stage.NO_PROPERTIES, large);
        stage.channel().basicPublish("", queue, Stage.NO_PROPERTIES, new byte[0]);
        Inbox inbox = new Inbox(stage.channel(), queue, true);
        require(Arrays.equals(inbox.take().getBody(), large), "the large body differs");
        equal("the length of the empty body", inbox.take().getBody().length, 0);
    }

    static void get(Stage stage) throws Exception {
        String queue = stage.queue("q");
        stage.send(queue, "first", "second");
        GetResponse first = stage.channel().basicGet(queue, true);
        equal("the first body", new String(first.getBody(), UTF_8), "first");
        equal("what is left after one", first.getMessageCount(), 1);
        GetResponse second = stage.channel().basicGet(queue, true);
        equal("what is left after two", second.getMessageCount(), 0);
        equal("the third", stage.channel().basicGet(queue, true), null);
    }

    static void deadLetter(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String deadLetters = stage.exchange("dlx", BuiltinExchangeType.FANOUT);
        String dead = stage.queue("dead");
        channel.queueBind(dead, deadLetters, "");
        String queue = stage.queue("q", Map.of("x-dead-letter-exchange", deadLetters));
        String source = stage.exchange("source", BuiltinExchangeType.DIRECT);
        channel.queueBind(queue, source, "key");
        stage.publish(source, "key", "unwanted");
        Delivery unwanted = new Inbox(channel, queue, false).take();
        channel.basicReject(unwanted.getEnvelope().getDeliveryTag(), false);

        Delivery delivery = new Inbox(channel, dead, true).take();
        equal("the body", new String(delivery.getBody(), UTF_8), "unwanted");
        Map<?, ?> death = deathOf(delivery);
        equal("the queue", death.get("queue"), queue);
        equal("the reason", death.get("reason"), "rejected");
        equal("the count", death.get("count"), 1L);
        equal("the exchange", death.get("exchange"), source);
        equal("the routing keys", death.get("routing-keys"), List.of("key"));
    }

    static void ttl(Stage stage) throws Exception {
        String dead = stage.queue("dead");
        String queue =
                stage.queue(
                        "q",
                        Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
        BasicProperties shortLife = new BasicProperties.Builder().expiration("50").build();
        stage.channel().basicPublish("", queue, shortLife, "short life".getBytes(UTF_8));
        Delivery delivery = new Inbox(stage.channel(), dead, true).take();
        equal("the body", new String(delivery.getBody(), UTF_8), "short life");
        equal("the expiration", delivery.getProperties().getExpiration(), null);
        equal("the reason", deathOf(delivery).get("reason"), "expired");
        equal("the original expiration", deathOf(delivery).get("original-expiration"), "50");
    }

    /** The one entry of x-death. */
    private static Map<?, ?> deathOf(Delivery delivery) {
        Object deaths = plain(delivery.getProperties().getHeaders().get("x-death"));
        require(deaths instanceof List && ((List<?>) deaths).size() == 1, "x-death is " + deaths);
        return (Map<?, ?>) ((List<?>) deaths).get(0);
    }
}
