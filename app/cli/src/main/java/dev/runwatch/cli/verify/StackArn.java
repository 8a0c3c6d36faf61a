/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

/**
 * Where a stack is, by its ARN.
 *
 * @param region such as eu-west-1
 * @param account twelve digits
 */
record StackArn(String region, String account) {

  static StackArn of(String arn) {
    String[] parts = arn.split(":", -1);
    return new StackArn(parts[3], parts[4]);
  }
}
