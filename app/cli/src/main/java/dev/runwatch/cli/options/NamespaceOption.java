/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.options;

import dev.runwatch.common.Namespace;
import picocli.CommandLine.Option;

/** The option {@code --namespace}, which is also {@code RUNWATCH_NAMESPACE}; a mixin. */
public final class NamespaceOption {

  @Option(
      names = "--namespace",
      defaultValue = "Runwatch",
      converter = Converter.class,
      paramLabel = "NAME",
      description = "The CloudWatch namespace of the metrics (default: ${DEFAULT-VALUE}).")
  private Namespace namespace = new Namespace("Runwatch");

  /** The namespace that was given, or {@code Runwatch}. */
  public Namespace value() {
    return namespace;
  }

  private static final class Converter extends Checked<Namespace> {

    private Converter() {
      super(Namespace::new);
    }
  }
}
