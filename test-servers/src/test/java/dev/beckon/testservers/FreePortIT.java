package dev.beckon.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FreePortIT {

    /** No other test uses ports from here on. */
    static final int LOWEST = 18_000;

    @TempDir
    Path directory;

    /** A JVM that claims all ports but one, and does not use them. */
    static final class OtherJvm {

        public static void main(String[] arguments) throws Exception {
            FreePort ports = new FreePort(Path.of(arguments[0]), LOWEST, LOWEST + 3);
            System.out.println(ports.next() + " " + ports.next());
            Thread.currentThread().join();
        }
    }

    @Test
    void a_port_is_given_out_once_also_while_nobody_uses_it_yet() {
        FreePort ports = new FreePort(directory.resolve("ports"), LOWEST + 100, LOWEST + 140);

        List<Integer> found = IntStream.range(0, 20).mapToObj(_ -> ports.next()).toList();

        assertThat(found).doesNotHaveDuplicates();
    }

    @Test
    void a_port_in_use_is_passed_over() throws IOException {
        FreePort ports = new FreePort(directory.resolve("ports"), LOWEST + 200, LOWEST + 202);
        try (ServerSocket _ = new ServerSocket(LOWEST + 200, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.next()).isEqualTo(LOWEST + 201);
            assertThatThrownBy(ports::next).isInstanceOf(ServerFailedException.class).hasMessageContaining("no free port");
        }
    }

    @Test
    void named_ports_are_claimed_together_and_only_once() throws IOException {
        FreePort ports = new FreePort(directory.resolve("ports"), LOWEST + 300, LOWEST + 301);
        try (ServerSocket _ = new ServerSocket(LOWEST + 302, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.areFree(LOWEST + 301, LOWEST + 302)).isFalse();
        }
        assertThat(ports.areFree(LOWEST + 303, LOWEST + 304)).isTrue();
        assertThat(ports.areFree(LOWEST + 304)).isFalse();
    }

    @Test
    void two_jvms_do_not_find_the_same_until_one_of_them_ends() throws IOException {
        Path claims = directory.resolve("ports");
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), OtherJvm.class.getName(),
                claims.toString()).start();
        FreePort ports = new FreePort(claims, LOWEST, LOWEST + 3);
        try {
            List<String> theirs = List.of(other.inputReader().readLine().split(" "));
            int ours = ports.next();

            assertThat(theirs).hasSize(2).doesNotContain(Integer.toString(ours));
            assertThatThrownBy(ports::next).isInstanceOf(ServerFailedException.class);
        } finally {
            other.destroyForcibly().onExit().join();
        }
        assertThat(List.of(ports.next(), ports.next())).doesNotHaveDuplicates();
    }
}
