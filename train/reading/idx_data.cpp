#include <riserun/train/reading/idx_data.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/number_text.hpp>
#include <riserun/train/reading/idx.hpp>
#include <riserun/train/reading/task_choice.hpp>

namespace riserun::train {
namespace {

/// Integers become classes: those given, by their names, or those found, in numeric order.
class IntegerClasses {
 public:
  IntegerClasses(const std::vector<double>& labels, std::vector<std::string> given)
      : names_(std::move(given)) {
    std::map<long long, int> numbers;
    if (names_.empty()) {
      for (double label : labels) numbers.emplace(static_cast<long long>(label), 0);
      for (const auto& [number, unused] : numbers) names_.push_back(std::to_string(number));
    }
    for (std::size_t c = 0; c < names_.size(); ++c) {
      double number = 0.0;
      if (parse_number(names_[c], number) == NumberKind::finite && number == std::floor(number) &&
          std::abs(number) < 0x1p53)
        index_[static_cast<long long>(number)] = static_cast<int>(c);
    }
  }
  [[nodiscard]] std::optional<int> operator[](double label) const {
    const auto found = index_.find(static_cast<long long>(label));
    if (found == index_.end()) return std::nullopt;
    return found->second;
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::map<long long, int> index_;
};

void take_classes(const IdxArray& labels, const IdxOptions& options, const std::string& source,
                  DataTable& table) {
  if (labels.shape.size() != 1 || !labels.whole_numbers) {
    throw DataError(fmt::format(
        "{}: expected one dimension of integers, the labels, found {}{}; numbers to predict need "
        "`task = regression`",
        source, fmt::join(labels.shape, " x "),
        labels.whole_numbers ? "" : " floating-point numbers"));
  }
  const IntegerClasses classes(labels.values, options.classes);
  for (std::size_t row = 0; row < labels.values.size(); ++row) {
    const auto label = classes[labels.values[row]];
    if (!label) {
      throw DataError(fmt::format("{}: label {} of {} is {}, which is none of the {} classes ({})",
                                  source, row + 1, labels.values.size(), labels.values[row],
                                  classes.names().size(), fmt::join(classes.names(), ", ")));
    }
    table.labels.push_back(*label);
  }
  table.schema.class_names = classes.names();
}

/// Whether they are no classes: see CsvOptions::infer_task.
bool look_like_numbers(const IdxArray& labels) {
  if (labels.shape.size() > 1 || !labels.whole_numbers) return true;
  const std::set<double> different(labels.values.begin(), labels.values.end());
  return are_numbers(true, different.size(), labels.values.size(), kMostImageClasses);
}

void take_targets(IdxArray labels, const std::string& source, DataTable& table) {
  if (labels.shape.size() > 2) {
    throw DataError(
        fmt::format("{}: expected one dimension, or two with the targets as the second, "
                    "found {}",
                    source, fmt::join(labels.shape, " x ")));
  }
  table.target_count = labels.shape.size() == 2 ? labels.shape[1] : 1;
  table.targets = std::move(labels.values);
}

}  // namespace

std::filesystem::path idx_labels_of(const std::filesystem::path& images) {
  std::string name = images.filename().string();
  const std::size_t word = name.find("images");
  if (word == std::string::npos) return {};
  name.replace(word, 6, "labels");
  if (const std::size_t idx = name.find("idx", word); idx != std::string::npos &&
                                                      idx + 3 < name.size() &&
                                                      name[idx + 3] >= '0' && name[idx + 3] <= '9')
    name[idx + 3] = '1';
  const std::string plain = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
  for (const std::string& candidate : {name, plain, plain + ".gz"}) {
    std::filesystem::path path = images.parent_path() / candidate;
    std::error_code error;
    if (std::filesystem::exists(path, error)) return path;
  }
  return {};
}

std::filesystem::path required_idx_labels(const std::filesystem::path& images) {
  std::filesystem::path found = idx_labels_of(images);
  if (!found.empty()) return found;
  throw FileError(fmt::format(
      "{}: there is no file of labels beside it by a name of its kind (train-images-idx3-ubyte.gz "
      "and train-labels-idx1-ubyte.gz); name it (`labels` FILE)",
      images.string()));
}

Dataset parse_idx_data(std::string_view images, std::string_view labels, const IdxOptions& options,
                       const std::string& images_source, const std::string& labels_source) {
  IdxArray pixels = parse_idx(images, images_source);
  const std::size_t rows = pixels.shape[0];
  DataTable table;
  table.source = images_source;
  table.feature_count = pixels.values.size() / rows;
  table.features = std::move(pixels.values);
  table.allow_missing = options.missing;
  if (!labels.empty() && options.task != Task::unlabelled) {
    IdxArray values = parse_idx(labels, labels_source);
    if (values.shape[0] != rows) {
      throw DataError(
          fmt::format("{} has {} labels, and {} has {} images; do they belong together?",
                      labels_source, values.shape[0], images_source, rows));
    }
    const bool numbers = options.infer_task && look_like_numbers(values);
    if (options.task == Task::classification && !numbers) {
      take_classes(values, options, labels_source, table);
    } else {
      take_targets(std::move(values), labels_source, table);
    }
  }
  return Dataset(std::move(table));
}

Dataset load_idx(const std::filesystem::path& images, const IdxOptions& options) {
  std::filesystem::path labels = options.labels;
  if (labels.empty() && options.task != Task::unlabelled) labels = required_idx_labels(images);
  const std::string image_bytes = read_text_file(images);
  const std::string label_bytes = labels.empty() ? std::string() : read_text_file(labels);
  if (!labels.empty() && label_bytes.empty()) {
    throw DataError(labels.string() + ": the file is empty");
  }
  return parse_idx_data(image_bytes, label_bytes, options, images.string(), labels.string());
}

}  // namespace riserun::train
