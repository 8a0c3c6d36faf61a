/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.nio.file.Path;

/**
 * The key and the certificate of a server.
 *
 * @param file a PKCS #12 or JKS file with one private key
 * @param password the password of the file and of the key
 */
public record TlsKeystore(Path file, String password) {

  /** Never shows the password. */
  @Override
  public String toString() {
    return "TlsKeystore[" + file + "]";
  }
}
