package dev.beckon.launcher;

import dev.beckon.testservers.tokens.DevKeys;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./beckon token}: prints a token and nothing else, so that a shell can substitute it into another command. */
@Command(name = "token", description = "print a development token")
final class TokenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateDirectory directory;

    @Parameters(paramLabel = "USER", description = "the user id: the token's subject")
    private String user;

    @Option(names = "--name", description = "what to show to people; the user id by default")
    private @Nullable String name;

    @Option(names = "--role", paramLabel = "ROLE", description = "may be repeated: mentions:write, mentions:read, broadcast, inboxes:read")
    private List<String> roles = List.of();

    @Option(names = "--ttl", defaultValue = "1h", description = "how long it is valid: 90s, 30m, 1h, 7d; default 1h")
    private Duration ttl;

    @Override
    public Integer call() {
        DevKeys keys = DevKeys.create(directory.path().resolve("keys"));
        String shown = name == null ? user : name;
        spec.commandLine().getOut().println(keys.token(user, shown, Set.copyOf(roles), ttl));
        return 0;
    }
}
