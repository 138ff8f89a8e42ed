#include <riserun/train/reading/csv.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/text_encoding.hpp>
#include <riserun/train/reading/column_survey.hpp>
#include <riserun/train/reading/csv_choice.hpp>
#include <riserun/train/reading/csv_decimals.hpp>
#include <riserun/train/reading/csv_rows.hpp>
#include <riserun/train/reading/row_ids.hpp>

namespace riserun::train {
namespace {

/// The reading of one text: what it holds is settled step by step.
class CsvReading {
 public:
  CsvReading(std::string text, const CsvOptions& options, const std::string& source)
      : text_(std::move(text)),
        options_(options),
        source_(source),
        top_(read_top(text_, options.separator, options.skip_lines, source)),
        choice_(choose(top_)) {
    task_ = choice_.targets.empty() ? Task::unlabelled : options.task;
    if (options.infer_task && choice_.targets.size() > 1) task_ = Task::regression;
  }

  Dataset read() {
    plan();
    settle_decimals(text_, body().offset(), top_.separator, options_.decimal, plan_, source_);
    if (task_ == Task::classification && options_.infer_task &&
        holds_targets(body(), choice_.targets.front())) {
      task_ = Task::regression;
      plan();
    }
    bool surveyed = options_.any_columns && needs_survey(body(), plan_);
    if (surveyed && survey()) plan();
    try {
      read_table();
    } catch (const DataError&) {
      // A name below rows of numbers: either the column is a category, or the name a mistake.
      if (surveyed || !options_.any_columns || !survey()) throw;
      plan();
      read_table();
    }
    if (options_.any_columns) drop_ids();
    complete_schema();
    return Dataset(std::move(table_));
  }

 private:
  [[nodiscard]] CsvChoice choose(const FileTop& top) const {
    CsvCursor cursor(text_, top.first_offset, top.separator, source_);
    cursor.offer_ignore(column_words({}, top.columns()), options_.any_columns);
    return choose_columns(top, options_, cursor);
  }

  /// At the first row of data.
  [[nodiscard]] CsvCursor body() const {
    CsvCursor cursor(text_, choice_.names.empty() ? top_.first_offset : top_.second_offset,
                     top_.separator, source_);
    cursor.allow_missing(options_.missing);
    cursor.offer_ignore(column_words(choice_.names, top_.columns()), options_.any_columns);
    return cursor;
  }

  void plan() {
    table_ = DataTable();
    table_.source = source_;
    table_.allow_missing = options_.missing;
    plan_ = plan_columns(choice_, task_, table_);
    if (table_.feature_count > 0) return;
    const CsvCursor cursor = body();
    if (top_.second.size() > top_.columns())
      cursor.fail(top_.first[0].where,
                  fmt::format("{} column{}, and the next line has {}; if the lines above the table "
                              "belong to none, skip them: `skip_lines` 1, or how many there are",
                              top_.columns(), top_.columns() == 1 ? "" : "s", top_.second.size()));
    if (choice_.left_out.empty())
      cursor.fail(
          top_.first[0].where,
          fmt::format("{} column{}, and none is left for a feature; is the separator {}? If "
                      "not, say what it is (`separator` space)",
                      top_.columns(), top_.columns() == 1 ? "" : "s",
                      top_.separator == '\t' ? "a tab" : std::string(1, top_.separator)));
    std::string reasons;
    for (const LeftOutColumn& column : choice_.left_out)
      reasons +=
          fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", shown(column.name), column.reason);
    cursor.fail(top_.first[0].where,
                fmt::format("no column is left for a feature ({}); to keep one all the same, say "
                            "what it is: `column` NAME=category",
                            reasons));
  }

  /// Returns whether any column is other than a number.
  bool survey() {
    const std::vector<SurveyedColumn> found = survey_columns(body(), plan_);
    bool news = false;
    for (std::size_t c = 0; c < found.size(); ++c) {
      if (plan_[c].use != CsvColumn::Use::feature || choice_.is_asked(c)) continue;
      choice_.kinds[c] = found[c].kind;
      if (!found[c].reason.empty()) choice_.leave_out(c, found[c].reason, found[c].id);
      news = news || found[c].kind != ColumnKind::number || !found[c].reason.empty();
    }
    return news;
  }

  void read_table() {
    LabelEncoder encoder(options_.classes);
    CsvCursor cursor = body();
    read_rows(cursor, plan_, encoder, table_);
    if (task_ != Task::classification) return;
    if (options_.infer_task && encoder.numbers(table_.labels.size())) {
      encoder.become_numbers(table_, cursor.located());
      if (choice_.names.empty()) table_.schema.target_names = {"y1"};
    } else {
      table_.schema.class_names = encoder.finish(table_.labels, cursor.located());
    }
  }

  void drop_ids() {
    std::vector<std::size_t> ids;
    std::vector<std::string> names;
    for (std::size_t c = 0; c < plan_.size() && !choice_.names.empty(); ++c)
      if (plan_[c].use == CsvColumn::Use::feature) names.push_back(top_.first[c].text);
    for (const std::size_t f : row_ids(table_, names)) {
      const auto column = std::ranges::find_if(plan_, [&](const CsvColumn& c) {
        return c.use == CsvColumn::Use::feature && c.index == f;
      });
      const auto c = static_cast<std::size_t>(column - plan_.begin());
      if (choice_.is_asked(c) || ids.size() + 1 == table_.feature_count) continue;
      ids.push_back(f);
      choice_.leave_out(c, "numbers the rows", true);
    }
    drop_features(table_, ids);
    if (choice_.names.empty() && !ids.empty())
      for (std::size_t f = 0; f < table_.feature_count; ++f)
        table_.schema.feature_names[f] = fmt::format("x{}", f + 1);
  }

  void complete_schema() {
    table_.schema.target_columns = choice_.target_places();
    table_.schema.left_out = choice_.left_out;
    if (std::ranges::count(table_.schema.kinds, ColumnKind::number) ==
        static_cast<std::ptrdiff_t>(table_.feature_count))
      table_.schema.kinds.clear();
  }

  std::string text_;
  const CsvOptions& options_;
  const std::string& source_;
  FileTop top_;
  CsvChoice choice_;
  Task task_ = Task::unlabelled;
  std::vector<CsvColumn> plan_;
  DataTable table_;
};

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
  return CsvReading(std::move(text), options, source).read();
}

Dataset load_csv(const std::filesystem::path& path, const CsvOptions& options) {
  options.validate();
  return parse_csv(to_utf8(read_text_file(path), TextEncoding::automatic, path.string()), options,
                   path.string());
}

}  // namespace riserun::train
