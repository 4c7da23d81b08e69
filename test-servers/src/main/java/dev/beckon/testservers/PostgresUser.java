package dev.beckon.testservers;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root, for good reasons that do not matter here. If we are root, a wrapper runs its commands as
 * another user, while files keep root as owner.
 *
 * @param wrapper the command to prepend
 * @param isAnother whether that user cannot read files that only we may read
 */
record PostgresUser(List<String> wrapper, boolean isAnother) {

    /** In a user namespace of its own without any mapping, root appears as user 65534 and has only the rights of the files' owner. */
    static final PostgresUser OWN_NAMESPACE = new PostgresUser(List.of("unshare", "-U"), false);

    /**
     * Where namespaces are forbidden, as in most containers: user 65534, who may still read and write root's files. PostgreSQL also
     * checks its executables by access(2), which ignores that right and denies access.
     */
    static final PostgresUser NOBODY = new PostgresUser(List.of(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"), true);

    static PostgresUser current() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresUser(List.of(), false);
        }
        if (OWN_NAMESPACE.works()) {
            return OWN_NAMESPACE;
        }
        if (NOBODY.works()) {
            return NOBODY;
        }
        throw new ServerFailedException("PostgreSQL does not run as root, and neither unshare nor setpriv (package"
                + " util-linux) can start it as another user here: run as another user.");
    }

    /** Whether this machine allows it; false also if the wrapping command is missing. */
    boolean works() {
        try {
            return new ProcessBuilder(command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    BinaryCache executables() {
        return isAnother ? BinaryCache.readableByAll() : BinaryCache.ofThisUser();
    }

    List<String> command(List<String> arguments) {
        return Stream.concat(wrapper.stream(), arguments.stream()).toList();
    }
}
