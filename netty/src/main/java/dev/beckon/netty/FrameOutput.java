package dev.beckon.netty;

/** Takes the frames of one WebSocket. Confined to the connection's event loop; frames leave in the order of the calls. */
public interface FrameOutput {

    /**
     * @param text whether {@code content} is UTF-8 text, else bytes
     * @param content of one unfragmented frame; never changed afterwards
     */
    void write(boolean text, byte[] content);

    /** Bytes written here that the kernel has not taken yet. */
    long pendingBytes();
}
