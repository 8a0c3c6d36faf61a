"""Reads {"template": …, "partition": …, "region": …}; prints a line for each finding of parliament and policy_sentry
on the managed policies of the template."""

import json
import re
import sys

import policy_sentry.querying.actions
from parliament import analyze_policy_string

ACCOUNT = "123456789012"


def arn(service, rest, given):
    return f"arn:{given['partition']}:{service}:{given['region']}:{ACCOUNT}:{rest}"


def resolved(node, given):
    """The node with every reference replaced by what CloudFormation would put there."""
    if isinstance(node, list):
        return [resolved(item, given) for item in node]
    if not isinstance(node, dict):
        return node
    if list(node) == ["Fn::Join"]:
        separator, parts = node["Fn::Join"]
        return separator.join(resolved(part, given) for part in parts)
    if list(node) == ["Fn::GetAtt"]:
        resource = given["template"]["Resources"][node["Fn::GetAtt"][0]]
        if resource["Type"] == "AWS::CloudWatch::Alarm":
            return arn("cloudwatch", "alarm:" + resource["Properties"]["AlarmName"], given)
        return arn("kms", "key/11111111-2222-3333-4444-555555555555", given)
    if list(node) == ["Ref"]:
        pseudo = {
            "AWS::Partition": given["partition"],
            "AWS::Region": given["region"],
            "AWS::AccountId": ACCOUNT,
        }
        name = node["Ref"]
        if name in pseudo:
            return pseudo[name]
        resource = given["template"]["Resources"][name]
        return arn("sns", resource["Properties"]["TopicName"], given)
    return {key: resolved(value, given) for key, value in node.items()}


def listed(value):
    return value if isinstance(value, list) else [value]


def parliament_says(document):
    for finding in analyze_policy_string(json.dumps(document)).findings:
        yield f"parliament {finding.issue} {json.dumps(finding.detail)}"


def sentry_says(document):
    for statement in document["Statement"]:
        resources = listed(statement["Resource"])
        for action in listed(statement["Action"]):
            service, name = action.split(":")
            known = policy_sentry.querying.actions.get_action_data(service, name)
            if not known:
                yield f"policy_sentry {action} is not an action"
                continue
            formats = [entry["resource_arn_format"] for entry in known[service]]
            if not any(fits(resource, form) for resource in resources for form in formats):
                yield f"policy_sentry {action} is for {formats}, not for {resources}"


def fits(resource, form):
    if resource == "*" or form == "*":
        return resource == "*"
    parts = re.split(r"\$\{[A-Za-z]+\}", form)
    return re.fullmatch("[^:]*".join(re.escape(part) for part in parts), resource) is not None


given = json.load(sys.stdin)
for resource in given["template"]["Resources"].values():
    if resource["Type"] == "AWS::IAM::ManagedPolicy":
        document = resolved(resource["Properties"]["PolicyDocument"], given)
        for line in [*parliament_says(document), *sentry_says(document)]:
            print(line)
        print("characters", len(json.dumps(document, separators=(",", ":"))))
