package dev.beckon.localstack.servers;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Keeps the broker's chatter, thousands of lines at level INFO, out of the log of the JVM it runs in. */
final class KafkaLogging {

    /** Referenced here for good: loggers nobody holds are collected, and their level with them. */
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
