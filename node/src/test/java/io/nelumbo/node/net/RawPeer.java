package io.nelumbo.node.net;

import io.nelumbo.node.gossip.Message;
import io.nelumbo.node.gossip.MessageCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A peer that sends what a test wants, over a plain blocking TLS socket. */
public final class RawPeer implements AutoCloseable {

  private static final char[] NO_PASSWORD = new char[0];

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private RawPeer(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /** Connects and completes the TLS handshake. */
  public static RawPeer connect(int port, PeerIdentity identity) throws Exception {
    return connect(port, identity.key(), identity.certificate());
  }

  static RawPeer connect(int port, PrivateKey key, X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("peer", key, NO_PASSWORD, new X509Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new PeerTrust()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setEnabledProtocols(new String[] {"TLSv1.3"});
    socket.startHandshake();
    return new RawPeer(socket);
  }

  public void send(Message message) throws IOException {
    frame(MessageCodec.encode(message));
  }

  public void frame(byte[] body) throws IOException {
    raw(body.length, body);
  }

  /** Sends any length before any bytes. */
  public void raw(int length, byte[] bytes) throws IOException {
    bytes(ByteBuffer.allocate(4 + bytes.length).putInt(length).put(bytes).array());
  }

  /** Sends bytes in one piece. */
  public void bytes(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  public Message read() throws Exception {
    byte[] body = new byte[in.readInt()];
    in.readFully(body);
    return MessageCodec.decode(body);
  }

  /** Reads on until a message of this type comes. */
  public <T extends Message> T read(Class<T> type) throws Exception {
    while (true) {
      Message message = read();
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  /** Reads and drops until the other end closes; false if it has not within ten seconds. */
  public boolean closedByPeer() {
    try {
      byte[] sink = new byte[4096];
      while (in.read(sink) >= 0) {
        continue;
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
