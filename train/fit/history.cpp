#include <riserun/train/fit/history.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/file_bytes.hpp>

namespace riserun::train {
namespace {

/// The file's columns after epoch and step.
struct Measure {
  const char* name;
  double HistoryRow::*value;
};
constexpr std::array<Measure, 13> kMeasures{{
    {"train_loss", &HistoryRow::train_loss},
    {"train_accuracy", &HistoryRow::train_accuracy},
    {"validation_loss", &HistoryRow::validation_loss},
    {"validation_accuracy", &HistoryRow::validation_accuracy},
    {"learning_rate", &HistoryRow::learning_rate},
    {"seconds", &HistoryRow::seconds},
    {"points_per_second", &HistoryRow::points_per_second},
    {"validation_f1", &HistoryRow::validation_f1},
    {"validation_auc", &HistoryRow::validation_auc},
    {"validation_top_k", &HistoryRow::validation_top_k},
    {"validation_rmse", &HistoryRow::validation_rmse},
    {"validation_mae", &HistoryRow::validation_mae},
    {"validation_r2", &HistoryRow::validation_r2},
}};
constexpr std::size_t kAlwaysWritten = 7;
static_assert(sizeof(HistoryRow) ==
                      sizeof(int) + 4 + sizeof(long) + kMeasures.size() * sizeof(double) ||
                  sizeof(long) != 8,
              "a measure of HistoryRow is missing in kMeasures");

struct Field {
  std::string_view text;
  std::size_t column;  // from 1, in bytes
};

std::vector<Field> fields_of(std::string_view line) {
  std::vector<Field> fields;
  for (std::size_t start = 0;;) {
    const std::size_t end = std::min(line.find(',', start), line.size());
    fields.push_back({line.substr(start, end - start), start + 1});
    if (end == line.size()) return fields;
    start = end + 1;
  }
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  bool next_line() {
    if (text_.empty()) return false;
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    line_ = text_.substr(0, end);
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    ++number_;
    return true;
  }
  [[nodiscard]] std::string_view line() const { return line_; }

  [[noreturn]] void fail(std::size_t column, const std::string& message) const {
    throw DataError(fmt::format("{}:{}:{}: {}", source_, number_, column, message));
  }

  template <class Number>
  Number number(const Field& field, std::string_view name) const {
    Number value{};
    const char* last = field.text.data() + field.text.size();
    const auto [end, error] = std::from_chars(field.text.data(), last, value);
    if (error == std::errc() && end == last) return value;
    fail(field.column, fmt::format("expected a number for {}, found \"{}\"", name, field.text));
  }

 private:
  std::string_view text_;
  std::string_view line_;
  std::size_t number_ = 0;
  const std::string& source_;
};

/// Where each column is in the file; nothing for one that the file lacks.
struct Places {
  std::size_t count = 0;
  std::optional<std::size_t> epoch;
  std::optional<std::size_t> step;
  std::array<std::optional<std::size_t>, kMeasures.size()> measures{};
};

Places read_header(const Reader& reader) {
  Places places;
  for (const Field& field : fields_of(reader.line())) {
    std::optional<std::size_t>* place = nullptr;
    if (field.text == "epoch") place = &places.epoch;
    if (field.text == "step") place = &places.step;
    for (std::size_t m = 0; m < kMeasures.size(); ++m) {
      if (field.text == kMeasures[m].name) place = &places.measures[m];
    }
    if (place == nullptr)
      reader.fail(field.column, fmt::format("unknown column \"{}\" in a history", field.text));
    if (place->has_value())
      reader.fail(field.column, fmt::format("the column \"{}\" comes twice", field.text));
    *place = places.count++;
  }
  if (!places.epoch) reader.fail(1, "expected a history, found no column \"epoch\"");
  return places;
}

}  // namespace

std::vector<double> History::column(double HistoryRow::*measure) const {
  std::vector<double> values;
  values.reserve(rows_.size());
  for (const HistoryRow& row : rows_) values.push_back(row.*measure);
  return values;
}

std::vector<double> History::epochs() const {
  std::vector<double> values;
  values.reserve(rows_.size());
  for (const HistoryRow& row : rows_) values.push_back(row.epoch);
  return values;
}

const HistoryRow* History::best() const {
  bool validated = false;
  for (const HistoryRow& row : rows_) validated = validated || std::isfinite(row.validation_loss);
  const auto measure = validated ? &HistoryRow::validation_loss : &HistoryRow::train_loss;
  const HistoryRow* best = nullptr;
  for (const HistoryRow& row : rows_) {
    if (std::isfinite(row.*measure) && (best == nullptr || row.*measure < best->*measure))
      best = &row;
  }
  return best;
}

std::string History::to_csv() const {
  std::vector<Measure> measures;
  for (const Measure& measure : kMeasures) {
    const bool measured = std::ranges::any_of(
        rows_, [&](const HistoryRow& row) { return !std::isnan(row.*(measure.value)); });
    if (measures.size() < kAlwaysWritten || measured) measures.push_back(measure);
  }
  std::string text = "epoch,step";
  for (const Measure& measure : measures) text += fmt::format(",{}", measure.name);
  text += '\n';
  for (const HistoryRow& row : rows_) {
    text += fmt::format("{},{}", row.epoch, row.step);
    for (const Measure& measure : measures) {
      const double value = row.*(measure.value);
      // fmt prints the shortest digits that read back to the same double.
      text += std::isnan(value) ? "," : fmt::format(",{}", value);
    }
    text += '\n';
  }
  return text;
}

History History::from_csv(std::string_view text, const std::string& source) {
  Reader reader(text, source);
  if (!reader.next_line()) throw DataError(source + ": the history is empty");
  const Places places = read_header(reader);
  History history;
  while (reader.next_line()) {
    if (reader.line().empty()) continue;
    const std::vector<Field> fields = fields_of(reader.line());
    if (fields.size() != places.count) {
      reader.fail(1, fmt::format("expected {} fields, found {}", places.count, fields.size()));
    }
    HistoryRow row;
    row.epoch = reader.number<int>(fields[*places.epoch], "epoch");
    if (places.step) row.step = reader.number<long>(fields[*places.step], "step");
    for (std::size_t m = 0; m < kMeasures.size(); ++m) {
      if (!places.measures[m] || fields[*places.measures[m]].text.empty()) continue;
      row.*(kMeasures[m].value) =
          reader.number<double>(fields[*places.measures[m]], kMeasures[m].name);
    }
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
