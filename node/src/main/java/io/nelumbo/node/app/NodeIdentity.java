package io.nelumbo.node.app;

import io.nelumbo.node.net.PeerIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * The node's ECDSA P-256 key (docs/protocol/peers.md 1), kept in a PEM file of mode 0600 with its
 * private and its public half. The self-signed certificate is made anew at each start: peers look
 * at the key only, and certificates have dates.
 */
public final class NodeIdentity {

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final Date TO = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

  private NodeIdentity() {}

  /** Reads the key of a file, or makes one there. */
  public static PeerIdentity loadOrCreate(Path path) throws ConfigException {
    try {
      KeyPair pair = Files.exists(path) ? load(path) : create(path);
      return new PeerIdentity(pair.getPrivate(), selfSigned(pair));
    } catch (IOException e) {
      throw new ConfigException(path + ": cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyPair create(Path path) throws IOException {
    KeyPair pair = generate();
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(new PemObject(PRIVATE, pair.getPrivate().getEncoded()));
      pem.writeObject(new PemObject(PUBLIC, pair.getPublic().getEncoded()));
    }
    SafeFiles.writeSecret(path, text.toString().getBytes(StandardCharsets.US_ASCII));
    return pair;
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static KeyPair load(Path path) throws IOException, ConfigException {
    SafeFiles.requireOwnerOnly(path);
    ConfigException bad =
        new ConfigException(
            path + ": is not the key file of a node; remove it to get a new identity");
    try (PemReader pem = new PemReader(new StringReader(Files.readString(path)))) {
      PemObject first = pem.readPemObject();
      PemObject second = pem.readPemObject();
      if (first == null
          || second == null
          || !first.getType().equals(PRIVATE)
          || !second.getType().equals(PUBLIC)) {
        throw bad;
      }
      KeyFactory factory = KeyFactory.getInstance("EC");
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(first.getContent()));
      PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(second.getContent()));
      if (!(key instanceof ECPrivateKey ec) || ec.getParams().getOrder().bitLength() != 256) {
        throw bad;
      }
      return new KeyPair(publicKey, key);
    } catch (GeneralSecurityException e) {
      throw bad;
    }
  }

  private static X509Certificate selfSigned(KeyPair pair) throws ConfigException {
    X500Name name = new X500Name("CN=nelumbo");
    try {
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  new JcaX509v3CertificateBuilder(
                          name, BigInteger.ONE, FROM, TO, name, pair.getPublic())
                      .build(
                          new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      certificate.verify(pair.getPublic());
      return certificate;
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new ConfigException(
          "the two halves of the node's key file do not belong together; remove it to get a new"
              + " identity",
          e);
    }
  }
}
