package dev.beckon.conformance.fuzz;

import java.io.IOException;
import java.util.random.RandomGenerator;

/** Something that no decent client does, done once. The server may do what it likes with this connection. */
interface Attack {

    /** @throws IOException if the server has ended the connection, as it should sooner or later */
    void strike(RandomGenerator random) throws IOException;
}
