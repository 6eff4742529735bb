package conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Scenarios of the conformance table, played with the RabbitMQ Java client. Arguments are names of
 * scenarios, AMQP_URL is the broker; each result is one line.
 */
public final class Main {
    private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("hello", Messages::hello);
        SCENARIOS.put("properties", Messages::properties);
        SCENARIOS.put("large-body", Messages::largeBody);
        SCENARIOS.put("get", Messages::get);
        SCENARIOS.put("dead-letter", Messages::deadLetter);
        SCENARIOS.put("ttl", Messages::ttl);
        SCENARIOS.put("acknowledge", Acknowledgements::acknowledge);
        SCENARIOS.put("multiple-ack", Acknowledgements::multipleAck);
        SCENARIOS.put("prefetch", Acknowledgements::prefetch);
        SCENARIOS.put("transaction", Acknowledgements::transaction);
        SCENARIOS.put("quorum", Acknowledgements::quorum);
        SCENARIOS.put("confirms", Publishing::confirms);
        SCENARIOS.put("confirm-nack", Publishing::confirmNack);
        SCENARIOS.put("returned", Publishing::returned);
        SCENARIOS.put("max-length", Publishing::maxLength);
        SCENARIOS.put("priority", Publishing::priority);
        SCENARIOS.put("rpc", Publishing::rpc);
        SCENARIOS.put("direct", Exchanges::direct);
        SCENARIOS.put("fanout", Exchanges::fanout);
        SCENARIOS.put("topic", Exchanges::topic);
        SCENARIOS.put("headers", Exchanges::headers);
        SCENARIOS.put("exchange-chain", Exchanges::exchangeChain);
        SCENARIOS.put("cancel-notify", Consumers::cancelNotify);
        SCENARIOS.put("single-active", Consumers::singleActive);
        SCENARIOS.put("consumer-priority", Consumers::consumerPriority);
        SCENARIOS.put("exclusive", Connections::exclusive);
        SCENARIOS.put("not-found", Connections::notFound);
        SCENARIOS.put("inequivalent", Connections::inequivalent);
        SCENARIOS.put("unknown-tag", Connections::unknownTag);
        SCENARIOS.put("wrong-password", Connections::wrongPassword);
        SCENARIOS.put("server-named", Connections::serverNamed);
        SCENARIOS.put("heartbeat", Connections::heartbeat);
    }

    /** What a scenario is: steps on a stage, which throw when something is not as it has to be. */
    @FunctionalInterface
    interface Scenario {
        void play(Stage stage) throws Exception;
    }

    private Main() {}

    public static void main(String[] names) {
        for (String name : names) {
            System.out.println(lineFor(name));
        }
    }

    private static String lineFor(String name) {
        Scenario scenario = SCENARIOS.get(name);
        if (scenario == null) {
            return "not ok " + name + " unknown scenario";
        }
        try (Stage stage = new Stage(name)) {
            scenario.play(stage);
            return "ok " + name;
        } catch (Exception | AssertionError e) {
            return "not ok " + name + " " + describe(e).replaceAll("\\s+", " ");
        }
    }

    /** The client wraps what the broker said, so the cause belongs to the reason. */
    private static String describe(Throwable e) {
        return e.getCause() == null ? e.toString() : e + ": " + e.getCause();
    }
}
