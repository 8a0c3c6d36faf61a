/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ConnectionLimitsTest {

  private static InetAddress address(int last) throws Exception {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }

  @Test
  void oneAddressDoesNotKeepTheOthersOut() throws Exception {
    ConnectionLimits limits = new ConnectionLimits(10, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(limits.opened("a" + i, address(1))).isTrue();
    }
    assertThat(limits.opened("a3", address(1))).isFalse();
    assertThat(limits.opened("b", address(2))).isTrue();
    limits.closed("a0");
    limits.closed("a0");
    assertThat(limits.opened("a4", address(1))).isTrue();
    assertThat(limits.opened("a5", address(1))).isFalse();
    assertThat(limits.open()).isEqualTo(4);
  }

  @Test
  void theLoopbackHasNoLimitOfItsOwnAndAFewBeyondTheLimitOfAll() throws Exception {
    ConnectionLimits limits = new ConnectionLimits(10, 3);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    long within = IntStream.range(0, 200).filter(i -> limits.opened("l" + i, loopback)).count();
    assertThat(within).isGreaterThan(10).isLessThan(200);
    assertThat(limits.opened("other", address(1))).isFalse();
  }
}
