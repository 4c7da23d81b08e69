package dev.beckon.notification.push;

import dev.beckon.contracts.InboxFrame;

/**
 * A frame and whose inbox it is about.
 *
 * @param user whose gateways listen for it
 */
public record AddressedFrame(String user, InboxFrame frame) {}
