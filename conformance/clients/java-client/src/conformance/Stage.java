package conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * What one scenario plays on: a connection, a channel, and the names of all it declared, so that
 * they can be deleted afterwards.
 */
final class Stage implements AutoCloseable {
    /** How long anything may take that has to happen. */
    static final int LIMIT_MS = 20_000;

    static final BasicProperties NO_PROPERTIES = new BasicProperties();

    private final String scenario;
    private final List<Connection> connections = new ArrayList<>();
    private final List<String> queues = new ArrayList<>();
    private final List<String> exchanges = new ArrayList<>();
    private final Connection connection;
    private Channel channel;

    Stage(String scenario) throws Exception {
        this.scenario = scenario;
        connection = connect();
        channel = connection.createChannel();
    }

    static ConnectionFactory factory() throws GeneralSecurityException, URISyntaxException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        // A scenario is over when its connection is lost.
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    Connection connect() throws Exception {
        return keep(factory().newConnection());
    }

    Connection keep(Connection other) {
        connections.add(other);
        return other;
    }

    Connection connection() {
        return connection;
    }

    Channel channel() {
        return channel;
    }

    /** Closes the channel, which gives back what it has not settled, and opens another. */
    Channel renewChannel() throws Exception {
        channel.close();
        channel = connection.createChannel();
        return channel;
    }

    String name(String part) {
        return System.getenv("CONFORMANCE_PREFIX") + "." + scenario + "." + part;
    }

    /** Declares a transient queue. */
    String queue(String part) throws IOException {
        return queue(part, Map.of());
    }

    String queue(String part, Map<String, Object> arguments) throws IOException {
        return queue(part, false, arguments);
    }

    String queue(String part, boolean durable, Map<String, Object> arguments) throws IOException {
        String name = name(part);
        queues.add(name);
        channel.queueDeclare(name, durable, false, false, arguments);
        return name;
    }

    String exchange(String part, BuiltinExchangeType type) throws IOException {
        return exchange(part, type, Map.of());
    }

    String exchange(String part, BuiltinExchangeType type, Map<String, Object> arguments)
            throws IOException {
        String name = name(part);
        exchanges.add(name);
        channel.exchangeDeclare(name, type, false, false, arguments);
        return name;
    }

    void publish(String exchange, String routingKey, String body) throws IOException {
        channel.basicPublish(exchange, routingKey, NO_PROPERTIES, body.getBytes(UTF_8));
    }

    /** Publishes bodies to a queue, through the default exchange. */
    void send(String queue, String... bodies) throws IOException {
        for (String body : bodies) {
            publish("", queue, body);
        }
    }

    /** Empties a queue and gives the bodies in order. */
    List<String> drain(String queue) throws IOException {
        List<String> bodies = new ArrayList<>();
        GetResponse response = channel.basicGet(queue, true);
        while (response != null) {
            bodies.add(new String(response.getBody(), UTF_8));
            response = channel.basicGet(queue, true);
        }
        return bodies;
    }

    /** Deletes on a fresh connection, since the scenario may have lost its own. */
    @Override
    public void close()
            throws GeneralSecurityException, IOException, TimeoutException, URISyntaxException {
        connections.forEach(Connection::abort);
        try (Connection janitor = factory().newConnection();
                Channel broom = janitor.createChannel()) {
            for (String queue : queues) {
                broom.queueDelete(queue);
            }
            for (String exchange : exchanges) {
                broom.exchangeDelete(exchange);
            }
        }
    }
}
