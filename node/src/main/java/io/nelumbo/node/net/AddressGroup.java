package io.nelumbo.node.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What counts as one address in limits and bans, so that one machine cannot pose as many. */
final class AddressGroup {

  private static final int PREFIX_64 = 8;

  private AddressGroup() {}

  /** An IPv4 address as it is, also when mapped into IPv6; an IPv6 address cut to its /64. */
  static String of(InetAddress address) {
    InetAddress plain = unmapped(address);
    if (plain instanceof Inet4Address) {
      return plain.getHostAddress();
    }
    byte[] prefix = Arrays.copyOf(plain.getAddress(), PREFIX_64);
    byte[] padded = Arrays.copyOf(prefix, 16);
    return inet(padded).getHostAddress() + "/64";
  }

  private static InetAddress unmapped(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return address;
      }
    }
    boolean mapped = bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    return mapped ? inet(Arrays.copyOfRange(bytes, 12, 16)) : address;
  }

  private static InetAddress inet(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }
}
