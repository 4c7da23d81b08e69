package dev.beckon.verify.swarm;

/**
 * How one client stands at the end.
 *
 * @param losses of its connection
 * @param backAtMillis when it joined last, since 1970
 * @param told notifications that came as news
 * @param faults what should never have been said to it; empty: nothing
 */
public record Standing(String user, boolean joined, int losses, long backAtMillis, int told, long rev, String epoch,
        int unread, int unseen, String faults) {}
