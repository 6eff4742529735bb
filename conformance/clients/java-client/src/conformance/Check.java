package conformance;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Assertions, and what they need to look into what the client gives. */
final class Check {
    private Check() {}

    static void require(boolean condition, String complaint) {
        if (!condition) {
            throw new AssertionError(complaint);
        }
    }

    static void equal(String what, Object actual, Object expected) {
        require(Objects.equals(actual, expected), what + " is " + actual + ", not " + expected);
    }

    /** Steps that the broker has to refuse by closing the channel. */
    @FunctionalInterface
    interface Steps {
        void run() throws IOException;
    }

    static void refused(int code, String text, Steps steps) {
        try {
            steps.run();
        } catch (IOException e) {
            require(e.getCause() instanceof ShutdownSignalException, "failed with " + e);
            refused(code, text, (ShutdownSignalException) e.getCause());
            return;
        }
        throw new AssertionError("allowed, where " + code + " was due");
    }

    static void refused(int code, String text, ShutdownSignalException signal) {
        Method reason = signal.getReason();
        require(reason instanceof AMQP.Channel.Close, "closed by " + reason);
        AMQP.Channel.Close close = (AMQP.Channel.Close) reason;
        equal("the code", close.getReplyCode(), code);
        require(close.getReplyText().contains(text), close.getReplyText() + " lacks " + text);
    }

    /** A field as one would write it: long strings as strings, bytes as digits, all the way down. */
    static Object plain(Object field) {
        if (field instanceof LongString) {
            return field.toString();
        }
        if (field instanceof byte[]) {
            return HexFormat.of().formatHex((byte[]) field);
        }
        if (field instanceof List) {
            return ((List<?>) field).stream().map(Check::plain).collect(Collectors.toList());
        }
        if (field instanceof Map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) field).forEach((key, value) -> entries.put(key, plain(value)));
            return entries;
        }
        return field;
    }
}
