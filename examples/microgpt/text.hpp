// Documents as numbers: one line of a file is one document, one byte is one symbol.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/errors.hpp>

namespace microgpt {

using Document = std::vector<std::size_t>;

/// The lines of a file that are not empty. Throws FileError, and DataError where there is none.
inline std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(line);
  }
  if (!file.eof()) throw riserun::FileError("cannot read " + path);
  if (lines.empty()) throw riserun::DataError(path + ": expected one document a line, found none");
  return lines;
}

/// The bytes that occur in some texts, numbered in their order, and the symbol beside them that
/// begins and ends every document.
class Alphabet {
 public:
  explicit Alphabet(const std::vector<std::string>& texts) {
    std::set<char> found;
    for (const std::string& text : texts) found.insert(text.begin(), text.end());
    letters_.assign(found.begin(), found.end());
  }

  [[nodiscard]] std::size_t symbols() const { return letters_.size() + 1; }
  [[nodiscard]] std::size_t boundary() const { return letters_.size(); }
  [[nodiscard]] char letter(std::size_t symbol) const { return letters_[symbol]; }

  /// Throws DataError for a byte that is none of the alphabet's.
  [[nodiscard]] Document encode(std::string_view text) const {
    Document document{boundary()};
    for (const char c : text) {
      document.push_back(letters_.find(c));
      if (document.back() == std::string::npos)
        throw riserun::DataError("'" + std::string(1, c) + "' is not in the alphabet " + letters_);
    }
    document.push_back(boundary());
    return document;
  }

 private:
  std::string letters_;
};

}  // namespace microgpt
