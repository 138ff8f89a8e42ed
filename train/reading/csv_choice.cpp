#include <riserun/train/reading/csv_choice.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/first_record.hpp>

namespace riserun::train {
namespace {

constexpr std::string_view kLeaveOut = "ignore", kId = "id";

/// "NAME=kind" at its last =.
std::pair<std::string, std::string> name_and_kind(const std::string& text) {
  const auto trimmed = [](std::string part) {
    part.erase(0, std::min(part.find_first_not_of(' '), part.size()));
    part.erase(part.find_last_not_of(' ') + 1);
    return part;
  };
  const std::size_t sign = text.rfind('=');
  const std::string kind = sign == text.npos ? "" : trimmed(text.substr(sign + 1));
  std::vector<std::string> kinds = names_in(kColumnKinds);
  kinds.insert(kinds.end(), {std::string(kId), std::string(kLeaveOut)});
  if (std::ranges::find(kinds, kind) == kinds.end() || sign == 0)
    throw ConfigError(fmt::format("`column` {}: expected NAME=KIND, the kind one of {}", text,
                                  fmt::join(kinds, ", ")));
  return {trimmed(text.substr(0, sign)), kind};
}

void ask_kinds(const FileTop& top, const CsvOptions& options, const CsvCursor& cursor,
               CsvChoice& choice) {
  choice.kinds.resize(top.columns());
  for (const std::string& text : options.columns) {
    const auto [name, word] = name_and_kind(text);
    for (const std::size_t column : find_columns(name, choice.names, top, cursor)) {
      if (choice.is_target(column))
        throw ConfigError(fmt::format("`column` {}: that is the label to learn", text));
      choice.asked.push_back(column);
      if (word == kLeaveOut || word == kId)
        choice.leave_out(column, word == kId ? "an id" : "as asked for", word == kId);
      else
        choice.kinds[column] = value_in(kColumnKinds, word, "kind of column");
    }
  }
}

/// Whether the first record holds names.
bool choose_header(const FileTop& top, const CsvOptions& options, const std::string& label,
                   const CsvCursor& cursor) {
  std::vector<std::size_t> may_be_text = find_columns(label, {}, top, cursor, true);
  bool by_name = label != "none" && asks_by_name(label);
  for (const std::string& word : options.ignore) {
    by_name = by_name || asks_by_name(word);
    for (std::size_t column : find_columns(word, {}, top, cursor, true))
      may_be_text.push_back(column);
  }
  for (const std::string& text : options.columns)
    by_name = by_name || asks_by_name(name_and_kind(text).first);
  if (options.any_columns) {
    may_be_text.resize(top.columns());
    std::iota(may_be_text.begin(), may_be_text.end(), std::size_t{0});
  }
  HeaderRow header = options.header;
  // A name is asked for: then the first line must be the one that has it.
  const bool any_text =
      std::any_of(top.first.begin(), top.first.end(), [](const TopField& f) { return !f.number; });
  if (by_name && header == HeaderRow::automatic && any_text) header = HeaderRow::yes;
  if (!options.any_columns || header != HeaderRow::automatic || !any_text)
    return has_header(top, header, may_be_text, cursor);
  // Data may be all text, and names numbers, such as years.
  return first_record_is_names(top, cursor, has_header(top, header, may_be_text, cursor));
}

}  // namespace

bool CsvChoice::is_target(std::size_t column) const {
  return std::ranges::find(targets, column) != targets.end();
}

bool CsvChoice::is_left_out(std::size_t column) const {
  return std::ranges::find(left_out, column, &LeftOutColumn::place) != left_out.end();
}

bool CsvChoice::is_asked(std::size_t column) const {
  return std::ranges::find(asked, column) != asked.end();
}

void CsvChoice::leave_out(std::size_t column, std::string reason, bool id) {
  if (is_left_out(column)) return;
  const std::string name = names.empty() ? std::to_string(column + 1) : names[column];
  left_out.push_back({name, column, std::move(reason), id});
  std::ranges::sort(left_out, {}, &LeftOutColumn::place);
}

std::vector<std::size_t> CsvChoice::target_places() const {
  std::vector<std::size_t> places;
  for (const std::size_t column : targets)
    places.push_back(column -
                     static_cast<std::size_t>(std::ranges::count_if(
                         left_out, [&](const LeftOutColumn& c) { return c.place < column; })));
  return places;
}

CsvChoice choose_columns(const FileTop& top, const CsvOptions& options, const CsvCursor& cursor) {
  CsvChoice choice;
  std::string label = options.task == Task::unlabelled ? "none" : options.label;
  // A separator at the end of every line makes a column of nothing.
  const std::size_t last = top.columns() - 1;
  const bool trailing = last > 0 && top.first[last].text.empty() && !top.second.empty() &&
                        top.second.size() == top.columns() && top.second[last].text.empty();
  if (trailing && label == "last") label = std::to_string(last);
  if (choose_header(top, options, label, cursor)) choice.names = header_names(top, cursor);
  choice.targets = find_columns(label, choice.names, top, cursor);
  for (const std::string& word : options.ignore)
    for (std::size_t column : find_columns(word, choice.names, top, cursor)) {
      if (choice.is_target(column))
        throw ConfigError(fmt::format(
            "column {}{} is to be left out (`ignore`), and it is the label to learn (`label` {}); "
            "say which column is the label: `label` COLUMN",
            column + 1,
            choice.names.empty() ? "" : fmt::format(", {},", shown(choice.names[column])), label));
      choice.leave_out(column, "as asked for");
    }
  if (choice.targets.size() > 1 && options.task == Task::classification && !options.infer_task) {
    throw ConfigError(
        fmt::format("a classification has one label column, \"{}\" names {}; to predict several "
                    "numbers, say `task = regression`",
                    label, choice.targets.size()));
  }
  if (trailing && !choice.is_target(last)) choice.leave_out(last, "nothing but a separator");
  ask_kinds(top, options, cursor, choice);
  return choice;
}

std::vector<CsvColumn> plan_columns(const CsvChoice& choice, Task task, DataTable& table) {
  Schema& schema = table.schema;
  std::vector<CsvColumn> plan(choice.kinds.size());
  const bool named = !choice.names.empty();
  for (std::size_t c = 0; c < plan.size(); ++c) {
    if (named) plan[c].name = choice.names[c];
    if (choice.is_left_out(c)) continue;
    const auto target = std::find(choice.targets.begin(), choice.targets.end(), c);
    if (target == choice.targets.end()) {
      plan[c].use = CsvColumn::Use::feature;
      plan[c].index = table.feature_count++;
      plan[c].kind = choice.kinds[c];
      if (!named) plan[c].name = fmt::format("x{}", table.feature_count);
      schema.feature_names.push_back(plan[c].name);
      schema.kinds.push_back(plan[c].kind);
    } else {
      plan[c].use = task == Task::classification ? CsvColumn::Use::label : CsvColumn::Use::target;
      plan[c].index = static_cast<std::size_t>(target - choice.targets.begin());
      const bool label = task == Task::classification;
      if (!named) plan[c].name = label ? "label" : fmt::format("y{}", plan[c].index + 1);
    }
  }
  for (std::size_t column : choice.targets) schema.target_names.push_back(plan[column].name);
  schema.target_columns = choice.target_places();
  table.target_count = task == Task::regression ? choice.targets.size() : 0;
  return plan;
}

std::vector<std::string> column_words(const std::vector<std::string>& names, std::size_t columns) {
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

}  // namespace riserun::train
