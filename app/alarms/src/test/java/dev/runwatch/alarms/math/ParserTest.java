/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {

  /** The grouping of an expression, every operation in parentheses. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a + b * c                | (a + (b * c))
          (a + b) * c              | ((a + b) * c)
          a - b - c                | ((a - b) - c)
          a / b / c                | ((a / b) / c)
          a ^ b ^ c                | (a ^ (b ^ c))
          a * b ^ c                | (a * (b ^ c))
          -a ^ b                   | -((a ^ b))
          -a * b                   | (-(a) * b)
          a * -b                   | (a * -(b))
          a ^ -b                   | (a ^ -(b))
          --a                      | -(-(a))
          a > b + c                | (a > (b + c))
          a == b < c               | (a == (b < c))
          a > b == c > d           | ((a > b) == (c > d))
          a > b AND c < d          | ((a > b) AND (c < d))
          a OR b AND c             | (a OR (b AND c))
          a >= b != c              | ((a >= b) != c)
          IF(a>b,c+d,[e,f])        | IF((a > b), (c + d), [e, f])
          FILL(a, REPEAT)          | FILL(a, REPEAT)
          SUM(METRICS("a,b)"))     | SUM(METRICS('a,b)'))
          METRICS()                | METRICS()
          1.5e3+.5                 | (1500.0 + 0.5)
          2.*a                     | (2.0 * a)
          a1_B                     | a1_B
          """)
  void operatorsGroupByTheirPrecedence(String expression, String grouped) {
    assertThat(group(Parser.parse(expression))).isEqualTo(grouped);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a + * b     | expected a value at character 5, found '*'
          a)          | expected an operator or the end at character 2, found ')'
          [a          | expected ']' at character 3, found the end of the expression
          SUM(a b)    | expected ')' at character 7, found 'b'
          SUM(a,)     | expected a value at character 7, found ')'
          a + AND     | expected a value at character 5, found 'AND'
          a & b       | unexpected '&' at character 3
          a ! b       | unexpected '!' at character 3
          a % b       | unexpected '%' at character 3
          'abc        | the quoted text at character 1 is not closed
          +a          | expected a value at character 1, found '+'
          a 5         | expected an operator or the end at character 3, found '5'
          min(a)      | 'min' is not a function: functions are written in capitals
          """)
  void aSyntaxErrorNamesItsCharacter(String expression, String reason) {
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> Parser.parse(expression))
        .withMessage(reason);
  }

  @Test
  void theLogicalOperatorsHaveTwoSpellings() {
    assertThat(group(Parser.parse("a && b || c AND d"))).isEqualTo("((a AND b) OR (c AND d))");
  }

  @Test
  void anExpressionHas2048CharactersAtMost() {
    assertThat(group(Parser.parse(" ".repeat(2047) + "a"))).isEqualTo("a");
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> Parser.parse(" ".repeat(2048) + "a"))
        .withMessage("the expression has 2049 characters: CloudWatch accepts 2048");
  }

  @Test
  void nestingIsBoundedAtAHundredLevelsAndWidthIsNot() {
    assertThat(group(Parser.parse("(".repeat(99) + "a" + ")".repeat(99)))).isEqualTo("a");
    assertThatExceptionOfType(MathException.class)
        .isThrownBy(() -> Parser.parse("(".repeat(100) + "a" + ")".repeat(100)))
        .withMessage("the expression is nested deeper than 100 levels");
    assertThat(Parser.parse("SUM([a" + ",a".repeat(900) + "])")).isInstanceOf(Node.Call.class);
  }

  private static String group(Node node) {
    if (node instanceof Node.Binary binary) {
      return "("
          + group(binary.left())
          + " "
          + binary.operator().symbol
          + " "
          + group(binary.right())
          + ")";
    }
    if (node instanceof Node.Negation negation) {
      return "-(" + group(negation.operand()) + ")";
    }
    if (node instanceof Node.Call call) {
      return call.function() + "(" + all(call) + ")";
    }
    if (node instanceof Node.Array) {
      return "[" + all(node) + "]";
    }
    if (node instanceof Node.Literal literal) {
      return Double.toString(literal.value());
    }
    if (node instanceof Node.Text text) {
      return "'" + text.value() + "'";
    }
    return node instanceof Node.Id id ? id.name() : ((Node.Word) node).name();
  }

  private static String all(Node node) {
    return node.children().stream().map(ParserTest::group).collect(Collectors.joining(", "));
  }
}
