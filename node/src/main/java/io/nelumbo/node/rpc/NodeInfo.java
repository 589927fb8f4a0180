package io.nelumbo.node.rpc;

/**
 * What does not change while the node runs.
 *
 * @param version of the software
 * @param kernel the arithmetic kernel in use
 * @param buildInfo of the native library
 * @param peerId of this node
 * @param proposing whether this node proposes blocks
 * @param anchorInterval anchors are roots at heights divisible by this
 */
public record NodeInfo(
    String version,
    String kernel,
    String buildInfo,
    String peerId,
    boolean proposing,
    int anchorInterval) {}
