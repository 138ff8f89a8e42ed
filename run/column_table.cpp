#include <riserun/run/column_table.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <riserun/base/readable_number.hpp>
#include <riserun/base/visible_text.hpp>

namespace riserun::run {

namespace {

constexpr std::size_t kNamesShown = 6;

std::string count_text(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", with_thousands(static_cast<double>(count)), count == 1 ? one : many);
}

/// The first few, and how many more there are.
std::string some_of(const std::vector<std::string>& names) {
  const std::size_t shown = names.size() > kNamesShown + 1 ? kNamesShown : names.size();
  std::string text = visible(fmt::format(
      "{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", ")));
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

/// "4 numbers, 2 categories, 1 date, 3 missing or not".
std::string kinds_text(const std::vector<train::EncodedColumn>& columns) {
  using train::ColumnKind;
  std::size_t numbers = 0, categories = 0, yes_no = 0, dates = 0, missing = 0;
  for (const train::EncodedColumn& column : columns) {
    numbers += column.kind == ColumnKind::number ? 1 : 0;
    categories += column.kind == ColumnKind::category ? 1 : 0;
    yes_no += column.kind == ColumnKind::yes_no ? 1 : 0;
    dates += is_date(column.kind) ? 1 : 0;
    missing += column.missing ? 1 : 0;
  }
  std::vector<std::string> texts;
  if (numbers > 0) texts.push_back(count_text(numbers, "number", "numbers"));
  if (categories > 0) texts.push_back(count_text(categories, "category", "categories"));
  if (yes_no > 0) texts.push_back(fmt::format("{} yes/no", yes_no));
  if (dates > 0) texts.push_back(count_text(dates, "date", "dates"));
  if (missing > 0) texts.push_back(fmt::format("values missing in {}", missing));
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// What the training rows have in one column.
struct ColumnValues {
  std::size_t missing = 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
};

ColumnValues values_of(const train::Dataset& data, std::size_t feature) {
  ColumnValues values;
  for (const train::DataPoint point : data) {
    const double x = point.x[feature];
    if (std::isnan(x)) {
      ++values.missing;
      continue;
    }
    values.low = std::min(values.low, x);
    values.high = std::max(values.high, x);
  }
  return values;
}

std::string values_text(const train::EncodedColumn& column, const ColumnValues& values) {
  if (column.kind == train::ColumnKind::category) {
    std::vector<std::string> names = column.levels;
    if (column.other) names.emplace_back("others");
    return some_of(names);
  }
  if (is_date(column.kind)) return fmt::format("{}", fmt::join(column.parts, ", "));
  if (values.low > values.high) return "none";
  if (values.low == values.high) return fmt::format("always {:.6g}: plays no part", values.low);
  return fmt::format("{:.6g} to {:.6g}", values.low, values.high);
}

std::vector<train::EncodedColumn> columns_of(const train::Dataset& data,
                                             const train::Preparation& preparation) {
  if (!preparation.encoding.columns.empty()) return preparation.encoding.columns;
  return std::vector<train::EncodedColumn>(data.feature_count());
}

}  // namespace

std::string columns_summary(const train::Dataset& data, const train::Preparation& preparation) {
  std::string out;
  const train::ColumnEncoding& encoding = preparation.encoding;
  if (!encoding.columns.empty())
    out += fmt::format(
        "        {} become {}: {}\n", count_text(encoding.columns.size(), "column", "columns"),
        count_text(encoding.inputs(0), "input", "inputs"), kinds_text(encoding.columns));
  std::vector<std::string> left_out;
  for (const train::LeftOutColumn& column : data.schema().left_out)
    left_out.push_back(fmt::format("{} ({})", column.name, column.reason));
  if (!left_out.empty())
    out += fmt::format("        left out: {} (--columns tells more)\n", some_of(left_out));
  std::vector<std::string> constant;
  const std::vector<std::string> names = encoding.names(data.feature_names());
  for (std::size_t i = 0; i < preparation.scaling.scale.size(); ++i)
    if (preparation.scaling.scale[i] == train::kScaleOfConstant) constant.push_back(names[i]);
  if (!constant.empty())
    out += fmt::format("        the same in every training row, so without effect: {}\n",
                       some_of(constant));
  return out;
}

std::string column_table(const train::Dataset& training, const train::Preparation& preparation) {
  const std::vector<train::EncodedColumn> columns = columns_of(training, preparation);
  const train::Schema& schema = training.schema();
  constexpr std::size_t kWidest = 32;
  std::size_t width = 6;
  for (const auto* names : {&schema.feature_names, &schema.target_names})
    for (const std::string& name : *names) width = std::max(width, name.size());
  for (const train::LeftOutColumn& column : schema.left_out)
    width = std::max(width, column.name.size());
  width = std::min(width, kWidest);
  std::string out = fmt::format("{:<{}}  {:<9}  {:>6}  {:>8}  values\n", "column", width, "kind",
                                "inputs", "missing");
  for (std::size_t f = 0; f < columns.size(); ++f) {
    const ColumnValues values = values_of(training, f);
    out += fmt::format("{:<{}}  {:<9}  {:>6}  {:>8}  {}\n", visible(schema.feature_names[f]), width,
                       name_in(train::kColumnKinds, columns[f].kind), columns[f].inputs(),
                       values.missing, values_text(columns[f], values));
  }
  for (const train::LeftOutColumn& column : schema.left_out)
    out += fmt::format("{:<{}}  {:<9}  {:>6}  {:>8}  {}\n", visible(column.name), width, "left out",
                       "", "", visible(column.reason));
  for (const std::string& name : schema.target_names)
    out += fmt::format("{:<{}}  to learn\n", visible(name), width);
  return out + fmt::format("What a column is can be said: --column NAME={} or ignore, id\n",
                           fmt::join(names_in(train::kColumnKinds), ", "));
}

}  // namespace riserun::run
