package io.nelumbo.node.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.Certificate;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS 1.3 with both certificates required, by the JDK's provider. */
final class PeerTls {

  private static final String VERSION = "TLSv1.3";

  private final SslContext server;
  private final SslContext client;
  private final Executor handshakeExecutor;

  /**
   * @param handshakeExecutor runs signatures and key agreements, so that event loops do not wait
   */
  PeerTls(PeerIdentity identity, Executor handshakeExecutor) {
    this.handshakeExecutor = handshakeExecutor;
    try {
      server =
          SslContextBuilder.forServer(identity.key(), identity.certificate())
              .sslProvider(SslProvider.JDK)
              .protocols(VERSION)
              .clientAuth(ClientAuth.REQUIRE)
              .trustManager(new PeerTrust())
              .build();
      client =
          SslContextBuilder.forClient()
              .keyManager(identity.key(), identity.certificate())
              .sslProvider(SslProvider.JDK)
              .protocols(VERSION)
              .endpointIdentificationAlgorithm(null)
              .trustManager(new PeerTrust())
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot use the node's identity", e);
    }
  }

  SslHandler newHandler(boolean outbound, ByteBufAllocator allocator, long timeoutMillis) {
    SslHandler handler = (outbound ? client : server).newHandler(allocator, handshakeExecutor);
    handler.setHandshakeTimeoutMillis(timeoutMillis);
    return handler;
  }

  /** The identity that the other end proved in its handshake. */
  static String peerIdOf(SslHandler handler) throws SSLPeerUnverifiedException {
    Certificate[] chain = handler.engine().getSession().getPeerCertificates();
    return PeerIdentity.peerIdOf(chain[0].getPublicKey());
  }
}
