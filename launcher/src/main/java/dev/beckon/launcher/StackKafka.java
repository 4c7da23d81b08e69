package dev.beckon.launcher;

import dev.beckon.localstack.state.StackFile;
import dev.beckon.operator.dlq.KafkaOptions;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Points {@code ./beckon dlq} at the local stack's Kafka unless an option or variable names another one. */
final class StackKafka extends KafkaOptions {

    @Mixin
    private StateDirectory directory;

    @Override
    protected Optional<String> otherServers() {
        return StackFile.read(directory.path()).map(StackFile::kafka);
    }

    @Override
    protected String nowhere() {
        return "No stack is running here. Start one with ./beckon up, or name a Kafka with --bootstrap-servers HOST:PORT.";
    }
}
