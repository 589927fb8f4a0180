package io.nelumbo.node.gossip;

/**
 * A connected peer as the API shows it.
 *
 * @param headHeight the height it last reported, unsigned
 * @param score points of misbehaviour
 */
public record PeerView(
    String peerId, String address, boolean outbound, long headHeight, int score, String agent) {}
