package dev.beckon.localstack.servers;

import dev.beckon.localstack.processes.Executable;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root, for good reasons that do not matter here. As root its commands are wrapped so that
 * they see another user, while files keep root as owner.
 *
 * @param wrapper what to put in front of a command
 */
record PostgresUser(List<String> wrapper) {

    /** In a user namespace of its own without any mapping, root is user 65534 and may only what files allow to their owner. */
    static final PostgresUser OWN_NAMESPACE = new PostgresUser(List.of("unshare", "-U"));

    /**
     * Where namespaces are forbidden, as in most containers: user 65534, who may still read and write root's files. Data
     * directories must then belong to 65534.
     */
    static final PostgresUser NOBODY = new PostgresUser(List.of(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"));

    static PostgresUser current() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresUser(List.of());
        }
        if (new Executable("unshare").isOnPath() && works(OWN_NAMESPACE)) {
            return OWN_NAMESPACE;
        }
        if (new Executable("setpriv").isOnPath() && works(NOBODY)) {
            return NOBODY;
        }
        throw new ServerFailedException("PostgreSQL does not run as root, and neither unshare nor setpriv (package"
                + " util-linux) can start it as another user here: run as another user.");
    }

    private static boolean works(PostgresUser user) {
        try {
            return new ProcessBuilder(user.command(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    List<String> command(List<String> arguments) {
        return Stream.concat(wrapper.stream(), arguments.stream()).toList();
    }
}
