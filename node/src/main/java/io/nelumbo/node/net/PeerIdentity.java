package io.nelumbo.node.net;

import io.nelumbo.core.codec.Hex;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;

/** The key and self-signed certificate by which a node is known to its peers. */
public record PeerIdentity(PrivateKey key, X509Certificate certificate) {

  /** SHA-256 of the SubjectPublicKeyInfo in lower-case hexadecimal (docs/protocol/peers.md 1). */
  public String peerId() {
    return peerIdOf(certificate.getPublicKey());
  }

  static String peerIdOf(PublicKey publicKey) {
    try {
      return Hex.encode(MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Shows the peer id only. */
  @Override
  public String toString() {
    return "PeerIdentity[" + peerId() + "]";
  }
}
