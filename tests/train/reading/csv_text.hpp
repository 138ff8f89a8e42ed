// Text read as a CSV file named d.csv, and what is said of it, for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/csv.hpp>
#include "tests/train/thrown_message.hpp"

namespace riserun::train {

inline Dataset parse(std::string text, const CsvOptions& options = {}) {
  return parse_csv(std::move(text), options, "d.csv");
}

/// What the DataError says that this text must be.
inline std::string failure(std::string text, const CsvOptions& options = {}) {
  return message_of<DataError>([&] { (void)parse(std::move(text), options); });
}

/// What the ConfigError says: a name asked for is not there.
inline std::string refusal(std::string text, const CsvOptions& options) {
  return message_of<ConfigError>([&] { (void)parse(std::move(text), options); });
}

inline std::vector<int> labels_of(const Dataset& data) {
  std::vector<int> labels;
  for (const DataPoint point : data) labels.push_back(point.label);
  return labels;
}

}  // namespace riserun::train
