package dev.beckon.channels.presence;

import dev.beckon.channels.pubsub.PubSub;

/** What all shards of this node share. */
record PresenceNode(
        Replica self, PresenceConfig config, PubSub pubSub, Enricher enricher, PresenceJson json, GossipJson gossipJson) {}
