package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;

/** Where the frames of one WebSocket go. Confined to the connection's event loop; frames leave in the order of the calls. */
interface FrameOutput {

    void write(Frame frame);

    /** What was written here and the kernel has not taken yet. */
    long pendingBytes();
}
