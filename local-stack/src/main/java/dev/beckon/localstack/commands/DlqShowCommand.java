package dev.beckon.localstack.commands;

import dev.beckon.localstack.deadletters.DeadLetter;
import dev.beckon.localstack.deadletters.DeadLetters;
import dev.beckon.localstack.deadletters.LetterId;
import dev.beckon.localstack.deadletters.Printable;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./beckon dlq show}: all of one dead letter. */
@Command(name = "show", mixinStandardHelpOptions = true,
        description = "one dead letter: its headers, its key, its value as text or else as hex")
final class DlqShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(paramLabel = "ID", description = "as list prints it")
    private LetterId id;

    @Override
    public Integer call() {
        try (DeadLetters letters = kafka.open()) {
            Optional<DeadLetter> found = letters.find(id);
            if (found.isEmpty()) {
                spec.commandLine().getErr().printf("There is no dead letter %s, or no more. See ./beckon dlq list.%n", id);
                return 1;
            }
            print(found.get());
        }
        return 0;
    }

    private void print(DeadLetter letter) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("set aside: %s%n", letter.at());
        letter.headers().forEach(header ->
                out.printf("%s: %s%n", Printable.text(header.key()), Printable.line(header.value())));
        out.printf("key: %s%n", Printable.line(letter.key()));
        out.printf("value: %s%n%n", letter.value() == null ? "(none)" : letter.value().length + " bytes");
        out.println(Printable.block(letter.value()));
    }
}
