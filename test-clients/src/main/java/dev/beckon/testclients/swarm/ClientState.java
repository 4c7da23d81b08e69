package dev.beckon.testclients.swarm;

/**
 * The state of one client at the end.
 *
 * @param losses number of lost connections
 * @param backAtMillis time of the last join, since 1970
 * @param news number of notifications that came as news
 * @param faults messages that broke the contract; empty: none
 */
public record ClientState(String user, boolean joined, int losses, long backAtMillis, int news, long rev, String epoch,
        int unread, int unseen, String faults) {}
