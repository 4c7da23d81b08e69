package dev.beckon.testservers;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Keeps the broker's thousands of INFO lines out of the log of the JVM in which it runs. */
final class KafkaLogging {

    /** Strong references: a logger without a reference is collected, and its level with it. */
    private static final List<Logger> LOGGERS = Stream.of(
            "kafka", "state.change.logger", "org.apache.kafka.controller", "org.apache.kafka.coordinator",
            "org.apache.kafka.image", "org.apache.kafka.metadata", "org.apache.kafka.raft",
            "org.apache.kafka.server", "org.apache.kafka.storage", "org.apache.kafka.timeline",
            "org.apache.kafka.common.config.AbstractConfig", "org.apache.kafka.clients.admin",
            "org.apache.kafka.common.utils.AppInfoParser", "org.apache.kafka.common.metrics",
            "org.apache.kafka.clients.NetworkClient", "org.apache.kafka.queue")
            .map(Logger::getLogger)
            .toList();

    private KafkaLogging() {}

    static void quieten() {
        LOGGERS.stream().filter(logger -> logger.getLevel() == null).forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
