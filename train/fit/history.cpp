#include <riserun/train/fit/history.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/comma_lines.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/train/fit/history_columns.hpp>

namespace riserun::train {
namespace {

/// Those of the file in its order: the optional ones come last, so that older files have no other
/// order, and only where `is_measured` says so.
template <class IsMeasured>
std::vector<HistoryColumn> file_columns(const IsMeasured& is_measured) {
  std::vector<HistoryColumn> columns;
  for (const bool optional : {false, true})
    for (const HistoryColumn& column : history_columns())
      if (column.optional == optional && (!optional || is_measured(column)))
        columns.push_back(column);
  return columns;
}

template <class Number>
Number number(const CommaLines& lines, const CommaField& field, std::string_view name) {
  Number value{};
  if (!read_whole(field.text, value))
    lines.fail(field.column,
               fmt::format("expected a number for {}, found \"{}\"", name, field.text));
  return value;
}

/// Where each column is in the file; nothing for one that the file lacks.
struct Places {
  std::size_t count = 0;
  std::optional<std::size_t> epoch;
  std::optional<std::size_t> step;
  std::vector<std::optional<std::size_t>> measures;  // as history_columns()
};

Places read_header(const CommaLines& lines) {
  const std::vector<HistoryColumn>& columns = history_columns();
  Places places;
  places.measures.resize(columns.size());
  for (const CommaField& field : lines.fields()) {
    std::optional<std::size_t>* place = nullptr;
    if (field.text == "epoch") place = &places.epoch;
    if (field.text == "step") place = &places.step;
    for (std::size_t m = 0; m < columns.size(); ++m)
      if (field.text == columns[m].name) place = &places.measures[m];
    if (place == nullptr)
      lines.fail(field.column, fmt::format("unknown column \"{}\" in a history", field.text));
    if (place->has_value())
      lines.fail(field.column, fmt::format("the column \"{}\" comes twice", field.text));
    *place = places.count++;
  }
  if (!places.epoch) lines.fail(1, "expected a history, found no column \"epoch\"");
  return places;
}

}  // namespace

const HistoryRow* History::best() const {
  const auto measured = [&](double HistoryRow::*field) {
    return std::ranges::any_of(rows_,
                               [&](const HistoryRow& row) { return std::isfinite(row.*field); });
  };
  const auto measure = measured(&HistoryRow::judged_loss)       ? &HistoryRow::judged_loss
                       : measured(&HistoryRow::validation_loss) ? &HistoryRow::validation_loss
                                                                : &HistoryRow::train_loss;
  const HistoryRow* best = nullptr;
  for (const HistoryRow& row : rows_) {
    if (std::isfinite(row.*measure) && (best == nullptr || row.*measure < best->*measure))
      best = &row;
  }
  return best;
}

std::string History::to_csv() const {
  const std::vector<HistoryColumn> columns = file_columns([this](const HistoryColumn& column) {
    return std::ranges::any_of(rows_,
                               [&](const HistoryRow& row) { return !std::isnan(column(row)); });
  });
  std::string text = "epoch,step";
  for (const HistoryColumn& column : columns) text += "," + column.name;
  text += '\n';
  for (const HistoryRow& row : rows_) {
    text += fmt::format("{},{}", row.epoch, row.step);
    for (const HistoryColumn& column : columns) {
      const double value = column(row);
      // fmt prints the shortest digits that read back to the same double.
      text += std::isnan(value) ? "," : fmt::format(",{}", value);
    }
    text += '\n';
  }
  return text;
}

History History::from_csv(std::string_view text, const std::string& source) {
  CommaLines lines(text, source);
  if (!lines.next()) throw DataError(source + ": the history is empty");
  const Places places = read_header(lines);
  const std::vector<HistoryColumn>& columns = history_columns();
  History history;
  while (lines.next()) {
    if (lines.blank()) continue;
    const std::vector<CommaField> fields = lines.fields();
    if (fields.size() != places.count)
      lines.fail(1, fmt::format("expected {} fields, found {}", places.count, fields.size()));
    HistoryRow row;
    row.epoch = number<int>(lines, fields[*places.epoch], "epoch");
    if (places.step) row.step = number<long>(lines, fields[*places.step], "step");
    for (std::size_t m = 0; m < columns.size(); ++m)
      if (places.measures[m] && !fields[*places.measures[m]].text.empty())
        columns[m](row) = number<double>(lines, fields[*places.measures[m]], columns[m].name);
    history.add(row);
  }
  return history;
}

void save_history(const std::filesystem::path& path, const History& history) {
  write_atomically(path, history.to_csv());
}

History load_history(const std::filesystem::path& path) {
  return History::from_csv(read_file(path), path.string());
}

}  // namespace riserun::train
