package io.nelumbo.node.net;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts any self-signed certificate of a P-256 key: a peer is whoever holds its key, and no
 * authority vouches for it. Other keys are refused before they are used, since a signature check
 * with a huge RSA key is costly (CVE-2023-39533).
 */
final class PeerTrust extends X509ExtendedTrustManager {

  private static final int P256_BITS = 256;

  private static void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length != 1) {
      throw new CertificateException("a peer shows exactly one certificate");
    }
    if (!(chain[0].getPublicKey() instanceof ECPublicKey key)
        || key.getParams().getOrder().bitLength() != P256_BITS
        || key.getEncoded().length > 128) {
      throw new CertificateException("a peer's key is an ECDSA key on P-256");
    }
    try {
      chain[0].verify(key);
    } catch (GeneralSecurityException e) {
      throw new CertificateException("a peer's certificate is signed by its own key", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
