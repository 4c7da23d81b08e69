package dev.beckon.systemtests.stack;

import dev.beckon.testclients.node.NodeProject.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program that the chart's test pod runs. */
public final class HelmTest {

    private static final Path PROGRAM = Path.of("../helm/beckon/files/join.mjs").toAbsolutePath();

    private final Path tokenFile;

    HelmTest(Path directory) {
        this.tokenFile = directory.resolve("helm-test.jwt").toAbsolutePath();
    }

    public record Result(int exitCode, String text) {}

    /** @param token the content of the file that the pod mounts */
    public Result run(URI gateway, String token) {
        try {
            Files.writeString(tokenFile, token + "\n");
            // Node 20 needs the flag; the chart's image has a newer Node, for which the flag changes nothing.
            Output output = Beckon.CLIENTS.tryRun(
                    Map.of("GATEWAY_URL", gateway.toString().replace("http:", "ws:") + "/socket/websocket",
                            "TOKEN_FILE", tokenFile.toString()),
                    List.of("node", "--no-warnings", "--experimental-websocket", PROGRAM.toString()));
            return new Result(output.exitCode(), output.text().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
