package io.nelumbo.core.value;

import io.nelumbo.core.codec.InvalidValueException;

/**
 * Whether a network is for development or for production, with its text prefixes
 * (docs/protocol/keys.md 4, chain.md 1).
 */
public enum NetworkKind {
  /** A development network: its proving keys come from published toxic waste. */
  DEV(0, "nlbdev", "nlbtdev"),
  /** A production network. */
  PRODUCTION(1, "nlb", "nlbt");

  private final int code;
  private final String addressPrefix;
  private final String accountPrefix;

  NetworkKind(int code, String addressPrefix, String accountPrefix) {
    this.code = code;
    this.addressPrefix = addressPrefix;
    this.accountPrefix = accountPrefix;
  }

  /** The kind of a genesis byte. */
  public static NetworkKind ofCode(int code) {
    return switch (code) {
      case 0 -> DEV;
      case 1 -> PRODUCTION;
      default ->
          throw new InvalidValueException(
              "", "is " + code + ", known are 0 (dev) and 1 (production)");
    };
  }

  /** The byte in genesis. */
  public int code() {
    return code;
  }

  /** The bech32m prefix of shielded addresses. */
  public String addressPrefix() {
    return addressPrefix;
  }

  /** The bech32m prefix of transparent accounts. */
  public String accountPrefix() {
    return accountPrefix;
  }
}
