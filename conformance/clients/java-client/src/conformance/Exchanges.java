package conformance;

import static conformance.Check.equal;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.util.List;
import java.util.Map;

/** Where messages go. */
final class Exchanges {
    private Exchanges() {}

    static void direct(Stage stage) throws Exception {
        String exchange = stage.exchange("x", BuiltinExchangeType.DIRECT);
        String red = stage.queue("red");
        String blue = stage.queue("blue");
        stage.channel().queueBind(red, exchange, "red");
        stage.channel().queueBind(blue, exchange, "blue");
        for (String key : List.of("red", "blue", "green")) {
            stage.publish(exchange, key, key);
        }
        equal("red", stage.drain(red), List.of("red"));
        equal("blue", stage.drain(blue), List.of("blue"));
    }

    static void fanout(Stage stage) throws Exception {
        String exchange = stage.exchange("x", BuiltinExchangeType.FANOUT);
        String one = stage.queue("one");
        String two = stage.queue("two");
        stage.channel().queueBind(one, exchange, "");
        stage.channel().queueBind(two, exchange, "ignored");
        stage.publish(exchange, "any", "news");
        equal("one", stage.drain(one), List.of("news"));
        equal("two", stage.drain(two), List.of("news"));
    }

    static void topic(Stage stage) throws Exception {
        String exchange = stage.exchange("x", BuiltinExchangeType.TOPIC);
        Map<String, List<String>> expected =
                Map.of(
                        "a.*", List.of("a.b"),
                        "a.#", List.of("a.b", "a.b.c"),
                        "#.z", List.of("x.z"));
        for (String pattern : expected.keySet()) {
            stage.channel().queueBind(stage.queue(pattern), exchange, pattern);
        }
        for (String key : List.of("a.b", "a.b.c", "x.z", "none")) {
            stage.publish(exchange, key, key);
        }
        for (Map.Entry<String, List<String>> entry : expected.entrySet()) {
            String pattern = entry.getKey();
            equal(pattern, stage.drain(stage.name(pattern)), entry.getValue());
        }
    }

    static void headers(Stage stage) throws Exception {
        String exchange = stage.exchange("x", BuiltinExchangeType.HEADERS);
        for (String match : List.of("all", "any")) {
            Map<String, Object> arguments = Map.of("x-match", match, "colour", "red", "size", 1);
            stage.channel().queueBind(stage.queue(match), exchange, "", arguments);
        }
        publish(stage, exchange, Map.of("colour", "red", "size", 1), "both");
        publish(stage, exchange, Map.of("colour", "red", "size", 2), "one");
        publish(stage, exchange, Map.of("colour", "blue"), "none");
        equal("all", stage.drain(stage.name("all")), List.of("both"));
        equal("any", stage.drain(stage.name("any")), List.of("both", "one"));
    }

    private static void publish(
            Stage stage, String exchange, Map<String, Object> headers, String body)
            throws Exception {
        BasicProperties properties = new BasicProperties.Builder().headers(headers).build();
        stage.channel().basicPublish(exchange, "", properties, body.getBytes(UTF_8));
    }

    static void exchangeChain(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String strays = stage.exchange("strays", BuiltinExchangeType.FANOUT);
        String stray = stage.queue("stray");
        channel.queueBind(stray, strays, "");

        Map<String, Object> arguments = Map.of("alternate-exchange", strays);
        String first = stage.exchange("first", BuiltinExchangeType.DIRECT, arguments);
        String second = stage.exchange("second", BuiltinExchangeType.FANOUT);
        channel.exchangeBind(second, first, "known");
        String queue = stage.queue("q");
        channel.queueBind(queue, second, "");

        stage.publish(first, "known", "through two");
        stage.publish(first, "unknown", "astray");
        equal("behind two exchanges", stage.drain(queue), List.of("through two"));
        equal("behind the alternate", stage.drain(stray), List.of("astray"));
    }
}
