#include <riserun/train/reading/libsvm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/files/large_pages.hpp>
#include <riserun/base/number_text.hpp>
#include <riserun/base/text_words.hpp>
#include <riserun/train/data/data_memory.hpp>
#include <riserun/train/reading/label_encoder.hpp>

namespace riserun::train {
namespace {

/// What is not 0, before the number of features is known.
struct Entries {
  std::vector<std::size_t> row_ends;
  std::vector<std::size_t> indices;
  std::vector<double> values;
  std::size_t least = std::numeric_limits<std::size_t>::max(), largest = 0;  // of the indices
};

class Reader {
 public:
  Reader(const std::string& text, const LibsvmOptions& options, const std::string& source)
      : located_{text, source}, options_(options), words_(text), encoder_(options.classes) {}

  Dataset read() {
    while (words_.start_line()) read_line();
    if (entries_.row_ends.empty()) {
      throw DataError(std::string(located_.source) +
                      (located_.text.empty() ? ": the file is empty" : ": the file holds no rows"));
    }
    // An index 0 says that the file counts from there.
    const std::size_t first = options_.first.value_or(entries_.least == 0 ? 0 : 1);
    if (entries_.values.empty() && options_.features == 0)
      throw DataError(std::string(located_.source) + ": no row has an index:value");
    const std::size_t found = entries_.values.empty() ? 0 : entries_.largest + 1 - first;
    table_.feature_count = options_.features != 0 ? options_.features : found;
    if (found > table_.feature_count)
      throw DataError(
          fmt::format("{}: found index {}, counted from {}, and there are {} features "
                      "(`features`)",
                      located_.source, entries_.largest, first, options_.features));
    for (std::size_t f = 0; first == 0 && f < table_.feature_count; ++f)
      table_.schema.feature_names.push_back(fmt::format("x{}", f));
    if (query_ids_)
      table_.schema.left_out.push_back(
          {"qid", 0, "queries are for ranking, which is another task", false});
    spread(first);
    if (!table_.labels.empty() && options_.infer_task && encoder_.numbers(table_.labels.size()))
      encoder_.become_numbers(table_, located_);
    else if (!table_.labels.empty())
      table_.schema.class_names = encoder_.finish(table_.labels, located_);
    table_.source = located_.source;
    table_.allow_missing = options_.missing;
    return Dataset(std::move(table_));
  }

 private:
  void read_line() {
    std::string_view word = words_.word();
    const bool labelled = word.find(':') == std::string_view::npos;
    if (entries_.row_ends.empty()) labelled_ = labelled;
    if (labelled != labelled_) {
      located_.fail(word.data(),
                    labelled
                        ? fmt::format("expected index:value, found {}: the lines above have no "
                                      "label",
                                      shown(word))
                        : fmt::format("expected a label, found {}", shown(word)));
    }
    if (labelled) {
      read_label(word);
      word = words_.word();
    }
    last_index_.reset();
    for (; !word.empty(); word = words_.word()) read_pair(word);
    entries_.row_ends.push_back(entries_.values.size());
  }

  void read_label(std::string_view word) {
    if (options_.task == Task::unlabelled) return;
    if (table_.labels.empty() && options_.infer_task && word.find(',') != word.npos)
      several_ = true;
    if (options_.task == Task::classification && !several_) {
      table_.labels.push_back(encoder_.add({.text = word, .where = word.data()}, located_));
      return;
    }
    std::size_t count = 0;
    for (std::string_view rest = word;; ++count) {
      const std::string_view text = rest.substr(0, rest.find(','));
      table_.targets.push_back(number(text, "a number to predict"));
      if (text.size() == rest.size()) break;
      rest.remove_prefix(text.size() + 1);
    }
    ++count;
    if (table_.target_count == 0) table_.target_count = count;
    if (count != table_.target_count) {
      located_.fail(word.data(),
                    fmt::format("expected {} target{}, as above, found {}", table_.target_count,
                                table_.target_count == 1 ? "" : "s", count));
    }
  }

  void read_pair(std::string_view word) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) {
      located_.fail(word.data(), fmt::format("expected index:value, found {}", shown(word)));
    }
    if (word.starts_with("qid:") && !last_index_) {
      query_ids_ = true;
      return;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + colon, index);
    if (error != std::errc() || end != word.data() + colon) {
      located_.fail(word.data(), fmt::format("expected a whole number before the colon, found {}",
                                             shown(word.substr(0, colon))));
    }
    if (index == 0 && options_.first.value_or(0) == 1)
      located_.fail(word.data(), "found index 0, and the model's features count from 1");
    if (last_index_ && index <= *last_index_) {
      located_.fail(word.data(), fmt::format("expected an index above {}, found {}; the indices of "
                                             "a line ascend",
                                             *last_index_, index));
    }
    if (options_.features != 0 && index > options_.features) {
      located_.fail(word.data(),
                    options_.first
                        ? fmt::format("found index {}, and the model has {} features", index,
                                      options_.features)
                        : fmt::format("found index {}, and there are {} features (`features`)",
                                      index, options_.features));
    }
    last_index_ = index;
    entries_.least = std::min(entries_.least, index);
    entries_.largest = std::max(entries_.largest, index);
    entries_.indices.push_back(index);
    entries_.values.push_back(value(word.substr(colon + 1)));
  }

  double value(std::string_view text) const {
    if (options_.missing && is_missing(text)) return std::numeric_limits<double>::quiet_NaN();
    return number(text, "a number");
  }

  double number(std::string_view text, const char* what) const {
    double value = 0.0;
    switch (parse_number(text, value)) {
      case NumberKind::finite:
        return value;
      case NumberKind::not_finite:
        located_.fail(
            text.data(),
            fmt::format(
                "{}: NaN and infinity are refused; remove the row, put a number{}", shown(text),
                is_missing(text) ? ", or fill what is missing: train with `missing` mean" : ""));
      case NumberKind::out_of_range:
        located_.fail(text.data(),
                      fmt::format("{} is too large or too small for a double", shown(text)));
      case NumberKind::text:
        break;
    }
    located_.fail(text.data(), fmt::format("expected {}, found {}", what,
                                           text.empty() ? "nothing" : shown(text)));
  }

  // The dense table. One stray index makes it huge, so that its size is looked at first.
  void spread(std::size_t first) {
    require_data_memory(std::string(located_.source), entries_.row_ends.size(),
                        table_.feature_count, table_.target_count);
    table_.features.reserve(entries_.row_ends.size() * table_.feature_count);
    prefer_large_pages(table_.features.data(), table_.features.capacity() * sizeof(double));
    table_.features.resize(entries_.row_ends.size() * table_.feature_count);
    std::size_t entry = 0;
    for (std::size_t row = 0; row < entries_.row_ends.size(); ++row) {
      double* const x = table_.features.data() + row * table_.feature_count;
      for (; entry < entries_.row_ends[row]; ++entry) {
        x[entries_.indices[entry] - first] = entries_.values[entry];
      }
    }
  }

  LocatedText located_;
  const LibsvmOptions& options_;
  TextWords words_;
  LabelEncoder encoder_;
  Entries entries_;
  DataTable table_;
  bool labelled_ = false;
  bool several_ = false;  // targets a row, which makes them numbers
  bool query_ids_ = false;
  std::optional<std::size_t> last_index_;  // of this line
};

}  // namespace

Dataset parse_libsvm(const std::string& text, const LibsvmOptions& options,
                     const std::string& source) {
  return Reader(text, options, source).read();
}

Dataset load_libsvm(const std::filesystem::path& path, const LibsvmOptions& options) {
  return parse_libsvm(read_text_file(path), options, path.string());
}

bool looks_like_libsvm(const std::string& text) {
  TextWords words(text);
  if (!words.start_line()) return false;
  std::string_view word = words.word();
  if (word.find(':') == std::string_view::npos) word = words.word();
  std::size_t pairs = 0;
  for (; !word.empty(); word = words.word(), ++pairs) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    if (word.substr(0, colon) == "qid") continue;
    std::size_t index = 0;
    double value = 0.0;
    const auto end = std::from_chars(word.data(), word.data() + colon, index);
    if (end.ec != std::errc() || end.ptr != word.data() + colon) return false;
    if (parse_number(word.substr(colon + 1), value) == NumberKind::text) return false;
  }
  return pairs > 0;
}

}  // namespace riserun::train
