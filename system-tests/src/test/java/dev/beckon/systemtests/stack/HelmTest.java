package dev.beckon.systemtests.stack;

import dev.beckon.systemtests.stack.NodeProject.Output;
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

    /** @param token the content of the file that the pod has mounted */
    public Result run(URI gateway, String token) {
        try {
            Files.writeString(tokenFile, token + "\n");
            // The flag is for Node 20; the image of the chart has a newer one, for which it changes nothing.
            Output output = NodeProject.clients().tryRun(
                    Map.of("GATEWAY_URL", gateway.toString().replace("http:", "ws:") + "/socket/websocket",
                            "TOKEN_FILE", tokenFile.toString()),
                    List.of("node", "--no-warnings", "--experimental-websocket", PROGRAM.toString()));
            return new Result(output.exitCode(), output.text().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
