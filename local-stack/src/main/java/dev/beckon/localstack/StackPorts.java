package dev.beckon.localstack;

import dev.beckon.localstack.services.Management;
import dev.beckon.testservers.FreePort;

/** Chooses the ports of a stack's processes on 127.0.0.1. Thread-safe. */
interface StackPorts {

    /** Other ports at each start. */
    StackPorts FREE = new StackPorts() {

        @Override
        public int ofService(String service, int number) {
            return Management.freePort();
        }

        @Override
        public int ofServer(String name) {
            return FreePort.find();
        }
    };

    /**
     * A free port with a free one for {@link Management}.
     *
     * @param service such as {@code gateway}
     * @param number of the process, from 1
     */
    int ofService(String service, int number);

    /** @param name such as {@code kafka} or {@code postgres-2} */
    int ofServer(String name);
}
