/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.util.List;
import java.util.Map;

/** What the checklist itself does in an account, besides the commands that it runs. */
interface Account {

  /** Whether it is AWS, and not something that stands in for it. */
  boolean isAws();

  /** Whether it is ready for deployments with CDK's own bootstrap stack. */
  boolean isBootstrapped();

  /** What the environment has in the account, one line for each thing; none if it is not there. */
  List<String> present();

  /** Deletes the stack and waits for its end. */
  void deleteStack();

  /** Confirms every subscription as a recipient would, where the endpoint tells the tokens. */
  void confirm();

  /** Deletes the mute rules that {@code ./runwatch mute} made. */
  void unmute();

  /** Sets an alarm to OK. */
  void setOk(String alarm);

  /** Makes a role that has the stack's policy for services and no other. */
  void makePublisherRole();

  /**
   * Assumes that role.
   *
   * @return its credentials as environment variables
   */
  Map<String, String> assumePublisherRole();

  /** Detaches the policy from the role and deletes the role; does nothing if it is not there. */
  void deletePublisherRole();

  /** Whether those credentials are refused for another namespace. */
  boolean refusesOtherNamespace(Map<String, String> credentials);

  /** The name of the role. */
  String publisherRole();
}
