#include <riserun/base/files/comma_lines.hpp>

#include <algorithm>

#include <riserun/base/errors.hpp>

namespace riserun {

bool CommaLines::next() {
  if (text_.empty()) return false;
  const std::size_t end = text_.find('\n');
  complete_ = end != text_.npos;
  line_ = text_.substr(0, end);
  text_.remove_prefix(complete_ ? end + 1 : text_.size());
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  ++number_;
  return true;
}

std::vector<CommaField> CommaLines::fields() const {
  std::vector<CommaField> fields;
  for (std::size_t start = 0;;) {
    const std::size_t end = std::min(line_.find(',', start), line_.size());
    fields.push_back({line_.substr(start, end - start), start + 1});
    if (end == line_.size()) return fields;
    start = end + 1;
  }
}

void CommaLines::fail(std::size_t column, const std::string& message) const {
  throw DataError(source_ + ":" + std::to_string(number_) + ":" + std::to_string(column) + ": " +
                  message);
}

}  // namespace riserun
