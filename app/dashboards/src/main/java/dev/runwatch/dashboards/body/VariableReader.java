/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a dashboard variable. */
final class VariableReader {

  private static final int MAX_VALUES = 500;
  private static final int MAX_LABEL = 30;
  private static final int MAX_VALUE = 255;
  private static final int MAX_SEARCH = 2048;
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,32}");

  private VariableReader() {}

  static Variable read(Item item) {
    item.knowing(
        "type",
        "property",
        "pattern",
        "inputType",
        "id",
        "label",
        "values",
        "search",
        "populateFrom",
        "defaultValue",
        "visible");
    Item type = item.at("type");
    if (!type.present()) {
      type.fault("is required; write property or pattern");
    }
    VariableType kind = type.word(VariableType.class, VariableType.PROPERTY);
    Item inputType = item.at("inputType");
    if (!inputType.present()) {
      inputType.fault("is required; write input, select or radio");
    }
    VariableInput input = inputType.word(VariableInput.class, VariableInput.SELECT);
    Item id = item.at("id");
    if (!id.present()) {
      id.fault("is required; write letters, digits, - and _");
    }
    String text = id.text(ID, "1 to 32 letters, digits, - or _");
    Item target = item.at(kind.word());
    String search = limited(item.at("search"), MAX_SEARCH);
    List<Variable.Choice> values = values(item.at("values"));
    check(item, input, search);
    return new Variable(
        item.place(),
        text == null ? "" : text,
        kind,
        target.requiredText("name what the variable replaces"),
        input,
        orEmpty(limited(item.at("label"), MAX_LABEL)),
        values,
        search,
        item.at("populateFrom").text(),
        item.at("defaultValue").present() ? item.at("defaultValue").scalar() : null,
        item.at("visible").flag(true));
  }

  private static void check(Item item, VariableInput input, @Nullable String search) {
    boolean listed = item.at("values").present();
    if (listed && search != null) {
      item.at("search").fault("and values exclude each other; remove one");
    }
    if (search != null && !item.at("populateFrom").present()) {
      item.at("populateFrom").fault("is required with search; name the dimension to list");
    }
    if (input != VariableInput.INPUT && !listed && search == null) {
      item.at("values").fault("is required for " + input.word() + "; list the values, or search");
    }
  }

  private static List<Variable.Choice> values(Item list) {
    List<Variable.Choice> values = new ArrayList<>();
    for (Item value : list.list(1, MAX_VALUES, "values")) {
      if (value.object(/* required= */ true)) {
        value.knowing("value", "label");
        Item written = value.at("value");
        String text = written.scalar();
        if (text.isEmpty()) {
          written.fault("is required; write the value");
        } else if (text.length() > MAX_VALUE) {
          written.fault("must have at most " + MAX_VALUE + " characters; it has " + text.length());
        }
        String label = limited(value.at("label"), MAX_VALUE);
        values.add(new Variable.Choice(text, label == null ? text : label));
      }
    }
    return values;
  }

  private static @Nullable String limited(Item item, int most) {
    String text = item.text();
    if (text != null && text.length() > most) {
      item.fault("must have at most " + most + " characters; it has " + text.length());
    }
    return text;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
