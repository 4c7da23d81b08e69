package dev.beckon.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The body of {@code POST /broadcast}. */
record BroadcastRequest(String topic, String event, ObjectNode payload) {}
