package io.nelumbo.node.rpc;

import io.grpc.ServerServiceDefinition;

/** A service that somebody else adds to the node's API; the node knows nothing of what it does. */
public interface ApiExtension {

  /** The service with its methods; who may call them is its own business. */
  ServerServiceDefinition service();

  /** Whether the node refuses to start when its API can be reached from other machines. */
  boolean loopbackOnly();
}
