package conformance;

import static conformance.Check.equal;

import com.rabbitmq.client.Channel;
import java.util.List;
import java.util.Map;

/** Which consumer gets a message, and how one ends. */
final class Consumers {
    private Consumers() {}

    static void cancelNotify(Stage stage) throws Exception {
        String queue = stage.queue("q");
        Inbox inbox = new Inbox(stage.channel(), queue, true);
        Channel other = stage.connection().createChannel();
        other.queueDelete(queue);
        equal("the cancelled consumer", inbox.takeCancellation(), inbox.consumerTag());
    }

    static void singleActive(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String queue = stage.queue("q", Map.of("x-single-active-consumer", true));
        Inbox active = new Inbox(channel, queue, true);
        Inbox waiting = new Inbox(channel, queue, true);
        stage.send(queue, "1", "2", "3", "4");
        for (String body : List.of("1", "2", "3", "4")) {
            equal("what the active one gets", active.takeText(), body);
        }
        equal("what the waiting one got", waiting.size(), 0);

        channel.basicCancel(active.consumerTag());
        stage.send(queue, "5");
        equal("what the next one gets", waiting.takeText(), "5");
    }

    static void consumerPriority(Stage stage) throws Exception {
        Channel channel = stage.channel();
        String queue = stage.queue("q");
        Inbox plain = new Inbox(channel, queue, true);
        Inbox preferred = new Inbox(channel, queue, true, Map.of("x-priority", 10));
        stage.send(queue, "1", "2", "3", "4");
        for (String body : List.of("1", "2", "3", "4")) {
            equal("what the preferred one gets", preferred.takeText(), body);
        }
        equal("what the other one got", plain.size(), 0);
    }
}
