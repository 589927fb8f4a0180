package io.nelumbo.node.rpc;

/**
 * A connected peer as the API shows it.
 *
 * @param headHeight the height it last reported, unsigned
 * @param score points of misbehaviour
 */
public record ConnectedPeer(
    String peerId, String address, boolean outbound, long headHeight, int score, String agent) {}
