/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to a server, byte by byte. */
final class Wire implements AutoCloseable {

  private final Socket socket;

  Wire(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(30_000);
  }

  Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads until a text has arrived. */
  String readUntil(String text) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    int next;
    while (!all.toString(StandardCharsets.UTF_8).endsWith(text)) {
      next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + all.toString(StandardCharsets.UTF_8));
      }
      all.write(next);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** Reads until the server closes. */
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
