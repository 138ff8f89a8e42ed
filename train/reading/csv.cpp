#include <riserun/train/reading/csv.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/train/reading/csv_columns.hpp>
#include <riserun/train/reading/csv_decimals.hpp>
#include <riserun/train/reading/csv_rows.hpp>

namespace riserun::train {
namespace {

bool contains(const std::vector<std::size_t>& columns, std::size_t column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// Which columns are what, once the header is settled.
struct Choice {
  std::vector<std::string> names;  // empty without a header
  std::vector<std::size_t> targets;
  std::vector<std::size_t> ignored;
};

Choice choose_columns(const FileTop& top, const CsvOptions& options, const CsvCursor& cursor) {
  Choice choice;
  const std::string label = options.task == Task::unlabelled ? "none" : options.label;
  std::vector<std::size_t> may_be_text = find_columns(label, {}, top, cursor, true);
  bool by_name = label != "none" && asks_by_name(label);
  for (const std::string& word : options.ignore) {
    by_name = by_name || asks_by_name(word);
    for (std::size_t column : find_columns(word, {}, top, cursor, true)) {
      may_be_text.push_back(column);
    }
  }
  HeaderRow header = options.header;
  // A name is asked for: then the first line must be the one that has it.
  const bool any_text =
      std::any_of(top.first.begin(), top.first.end(), [](const TopField& f) { return !f.number; });
  if (by_name && header == HeaderRow::automatic && any_text) header = HeaderRow::yes;
  if (has_header(top, header, may_be_text, cursor)) choice.names = header_names(top, cursor);
  choice.targets = find_columns(label, choice.names, top, cursor);
  for (const std::string& word : options.ignore) {
    for (std::size_t column : find_columns(word, choice.names, top, cursor)) {
      if (!contains(choice.ignored, column)) choice.ignored.push_back(column);
    }
  }
  for (std::size_t column : choice.targets) {
    if (!contains(choice.ignored, column)) continue;
    throw ConfigError(fmt::format(
        "column {}{} is to be left out (`ignore`), and it is the label to learn (`label` {}); say "
        "which column is the label: `label` COLUMN",
        column + 1, choice.names.empty() ? "" : fmt::format(", {},", shown(choice.names[column])),
        label));
  }
  if (choice.targets.size() > 1 && options.task == Task::classification && !options.infer_task) {
    throw ConfigError(
        fmt::format("a classification has one label column, \"{}\" names {}; to predict several "
                    "numbers, say `task = regression`",
                    label, choice.targets.size()));
  }
  return choice;
}

std::vector<CsvColumn> plan_columns(const FileTop& top, const Choice& choice, Task task,
                                    DataTable& table) {
  Schema& schema = table.schema;
  std::vector<CsvColumn> plan(top.columns());
  const bool named = !choice.names.empty();
  for (std::size_t c = 0; c < plan.size(); ++c) {
    if (named) plan[c].name = choice.names[c];
    if (contains(choice.ignored, c)) continue;
    const auto target = std::find(choice.targets.begin(), choice.targets.end(), c);
    if (target == choice.targets.end()) {
      plan[c].use = CsvColumn::Use::feature;
      plan[c].index = table.feature_count++;
      if (!named) plan[c].name = fmt::format("x{}", table.feature_count);
      schema.feature_names.push_back(plan[c].name);
    } else {
      plan[c].use = task == Task::classification ? CsvColumn::Use::label : CsvColumn::Use::target;
      plan[c].index = static_cast<std::size_t>(target - choice.targets.begin());
      const bool label = task == Task::classification;
      if (!named) plan[c].name = label ? "label" : fmt::format("y{}", plan[c].index + 1);
    }
  }
  // Positions count the columns in use: a file for predictions may well lack the ignored ones.
  for (std::size_t column : choice.targets) {
    schema.target_names.push_back(plan[column].name);
    schema.target_columns.push_back(
        column -
        static_cast<std::size_t>(std::count_if(choice.ignored.begin(), choice.ignored.end(),
                                               [&](std::size_t other) { return other < column; })));
  }
  table.target_count = task == Task::regression ? choice.targets.size() : 0;
  return plan;
}

/// How CsvOptions::ignore calls each column: by a name that can be typed as it is and means that
/// column alone, or else by its number.
std::vector<std::string> ignore_words(const std::vector<std::string>& names, std::size_t columns) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '.';
  };
  std::vector<std::string> words;
  for (std::size_t c = 0; c < columns; ++c) {
    const bool usable = c < names.size() && !names[c].empty() && names[c] != "first" &&
                        names[c] != "last" && std::ranges::all_of(names[c], plain);
    words.push_back(usable ? names[c] : std::to_string(c + 1));
  }
  return words;
}

/// The features that the first row of data has a text for.
std::vector<std::size_t> text_columns(const FileTop& top, const std::vector<CsvColumn>& plan,
                                      bool header) {
  const std::vector<TopField>& row = header ? top.second : top.first;
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < std::min(row.size(), plan.size()); ++c)
    if (plan[c].use == CsvColumn::Use::feature && !row[c].number && !row[c].missing)
      columns.push_back(c);
  return columns;
}

}  // namespace

void CsvOptions::validate() const {
  const auto byte = static_cast<unsigned char>(separator);
  if (separator != '\0' &&
      (std::isalnum(byte) != 0 ||
       std::string_view(" \"\r\n.+-").find(separator) != std::string_view::npos)) {
    throw ConfigError(fmt::format(
        "the separator cannot be '{}'; expected one of , ; tab | or another sign that is no "
        "part of numbers",
        separator == '\n' ? std::string("\\n") : std::string(1, separator)));
  }
  if (infer_task && (task != Task::classification || !classes.empty())) {
    throw ConfigError("the task can only be inferred where neither it nor the classes are given");
  }
  if (!classes.empty() && task != Task::classification) {
    throw ConfigError("class names are given, and the task is no classification");
  }
  if (label.empty()) {
    throw ConfigError(
        "the label is empty; expected \"last\", \"first\", \"none\", a column's name or its "
        "number");
  }
}

Dataset parse_csv(std::string text, const CsvOptions& options, const std::string& source) {
  options.validate();
  const FileTop top = read_top(text, options.separator, options.skip_lines, source);
  CsvCursor cursor(text, top.first_offset, top.separator, source);
  cursor.offer_ignore(ignore_words({}, top.columns()));
  const Choice choice = choose_columns(top, options, cursor);
  DataTable table;
  table.source = source;
  Task task = choice.targets.empty() ? Task::unlabelled : options.task;
  if (options.infer_task && choice.targets.size() > 1) task = Task::regression;
  const std::vector<CsvColumn> plan = plan_columns(top, choice, task, table);
  if (table.feature_count == 0) {
    cursor.fail(top.first[0].where,
                fmt::format("{} column{}, and none is left for a feature; is the separator {}? If "
                            "not, say what it is (`separator` space)",
                            top.columns(), top.columns() == 1 ? "" : "s",
                            top.separator == '\t' ? "a tab" : std::string(1, top.separator)));
  }
  CsvCursor body(text, choice.names.empty() ? top.first_offset : top.second_offset, top.separator,
                 source);
  settle_decimals(text, body.offset(), top.separator, options.decimal, plan, source);
  body.allow_missing(options.missing);
  body.offer_ignore(ignore_words(choice.names, top.columns()),
                    text_columns(top, plan, !choice.names.empty()));
  table.allow_missing = options.missing;
  LabelEncoder encoder(options.classes);
  read_rows(body, plan, encoder, table);
  if (task == Task::classification && options.infer_task && encoder.numbers(table.labels.size())) {
    encoder.become_numbers(table, body.located());
    if (choice.names.empty()) table.schema.target_names = {"y1"};
  } else if (task == Task::classification) {
    table.schema.class_names = encoder.finish(table.labels, body.located());
  }
  return Dataset(std::move(table));
}

Dataset load_csv(const std::filesystem::path& path, const CsvOptions& options) {
  options.validate();
  return parse_csv(read_text_file(path), options, path.string());
}

}  // namespace riserun::train
