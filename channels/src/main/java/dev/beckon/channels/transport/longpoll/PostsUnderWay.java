package dev.beckon.channels.transport.longpoll;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The POSTs of this node that are being read or handled: how many of each session, and how many bytes of each user and of all.
 * One that would exceed a bound does not begin. Thread-safe.
 */
final class PostsUnderWay {

    private final Map<UUID, Integer> postsBySession = new HashMap<>();
    private final Map<Long, Long> bytesByUser = new HashMap<>();
    private final int maxPosts;
    private final long maxBytesPerUser;
    private final long maxBytes;
    private long bytes;

    PostsUnderWay(LongPollConfig config) {
        this.maxPosts = config.maxPosts();
        this.maxBytesPerUser = config.maxBodyBytesPerUser().asLongValue();
        this.maxBytes = config.maxBodyBytes().asLongValue();
    }

    /**
     * @param size bytes that its body may have
     * @return false: too many; else {@link #end} has to follow
     */
    synchronized boolean begin(SessionToken token, long size) {
        boolean fits = postsBySession.getOrDefault(token.session(), 0) < maxPosts
                && bytesByUser.getOrDefault(token.user(), 0L) + size <= maxBytesPerUser
                && bytes + size <= maxBytes;
        if (fits) {
            postsBySession.merge(token.session(), 1, Integer::sum);
            bytesByUser.merge(token.user(), size, Long::sum);
            bytes += size;
        }
        return fits;
    }

    synchronized void end(SessionToken token, long size) {
        bytes -= size;
        bytesByUser.computeIfPresent(token.user(), (_, before) -> before == size ? null : before - size);
        postsBySession.computeIfPresent(token.session(), (_, posts) -> posts == 1 ? null : posts - 1);
    }
}
