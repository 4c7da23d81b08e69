package dev.beckon.conformance.fuzz;

import java.io.IOException;
import java.util.random.RandomGenerator;

/** One attack by a misbehaving client. The server may treat this connection as it likes. */
interface Attack {

    /** @throws IOException if the server has ended the connection, as it should sooner or later */
    void strike(RandomGenerator random) throws IOException;
}
