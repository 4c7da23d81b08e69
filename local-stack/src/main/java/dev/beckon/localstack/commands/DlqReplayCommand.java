package dev.beckon.localstack.commands;

import dev.beckon.localstack.deadletters.DeadLetter;
import dev.beckon.localstack.deadletters.DeadLetters;
import dev.beckon.localstack.deadletters.LetterId;
import dev.beckon.localstack.deadletters.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./beckon dlq replay}: gives dead letters back. The exit code is 0 only if all that were asked for were. */
@Command(name = "replay", mixinStandardHelpOptions = true,
        description = "give dead letters back to the Kafka topic they came from; what is stored already stays one")
final class DlqReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "as list prints them")
    private List<LetterId> ids = new ArrayList<>();

    @Option(names = "--all", description = "all there are, instead of ids")
    private boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", description = "with --all: only those whose reason contains it")
    private @Nullable String reason;

    @Option(names = "--force", description = "also those whose bytes could not be read, after a change of notification-service")
    private boolean force;

    private int replayed;
    private int refused;

    @Override
    public Integer call() {
        if (all != ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Name the dead letters by their ids, or --all of them.");
        }
        if (reason != null && !all) {
            throw new ParameterException(spec.commandLine(), "--reason goes with --all.");
        }
        try (DeadLetters letters = kafka.open(); Replay replay = letters.replay()) {
            if (all) {
                letters.forEach(letter -> {
                    if (reason == null || letter.reason().contains(reason)) {
                        replay(letter, replay);
                    }
                });
            } else {
                ids.forEach(id -> replay(id, letters.find(id), replay));
            }
        }
        spec.commandLine().getOut().printf("%d replayed, %d not%n", replayed, refused);
        return refused == 0 ? 0 : 1;
    }

    private void replay(LetterId id, Optional<DeadLetter> letter, Replay replay) {
        letter.ifPresentOrElse(found -> replay(found, replay),
                () -> refuse(id, "there is no such dead letter, or no more"));
    }

    private void replay(DeadLetter letter, Replay replay) {
        letter.objection(force).ifPresentOrElse(objection -> refuse(letter.id(), objection), () -> {
            spec.commandLine().getOut().printf("%s replayed to %s%n", letter.id(), replay.send(letter));
            replayed++;
        });
    }

    private void refuse(LetterId id, String why) {
        spec.commandLine().getOut().printf("%s not replayed: %s%n", id, why);
        refused++;
    }
}
