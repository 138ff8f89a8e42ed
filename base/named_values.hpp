// The names of an enumeration's values: one table for both directions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun {

template <class Enum>
struct NamedValue {
  std::string_view name;
  Enum value;
};

/// The name of a value; empty for one that the table lacks. A row may hold more than these two.
template <class Row, std::size_t N>
[[nodiscard]] constexpr std::string_view name_in(const Row (&table)[N],
                                                 decltype(Row::value) value) {
  for (const Row& row : table)
    if (row.value == value) return row.name;
  return {};
}

/// The value of a name. Throws ConfigError for any other text, calling it an unknown `what` and
/// listing the names.
template <class Row, std::size_t N>
[[nodiscard]] auto value_in(const Row (&table)[N], std::string_view name, std::string_view what) {
  std::string names;
  for (const Row& row : table) {
    if (row.name == name) return row.value;
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  throw ConfigError("unknown " + std::string(what) + " \"" + std::string(name) +
                    "\"; choose from " + names);
}

/// A value's name in files, and the word of a program's option for it.
template <class Enum>
struct NamedWord {
  std::string_view name;
  Enum value;
  std::string_view word;
};

/// All words, in the order of the table.
template <class Enum, std::size_t N>
[[nodiscard]] std::vector<std::string> option_words(const NamedWord<Enum> (&table)[N]) {
  std::vector<std::string> words;
  for (const auto& row : table) words.emplace_back(row.word);
  return words;
}

/// The value of a word, or of a name. Throws as value_in() does.
template <class Enum, std::size_t N>
[[nodiscard]] Enum value_of_word(const NamedWord<Enum> (&table)[N], std::string_view word,
                                 std::string_view what) {
  for (const auto& row : table)
    if (row.word == word) return row.value;
  return value_in(table, word, what);
}

/// The words of a row's text, between spaces.
[[nodiscard]] inline std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    words.emplace_back(text.substr(0, text.find(' ')));
    text.remove_prefix(std::min(text.size(), words.back().size() + 1));
  }
  return words;
}

/// All names, in the order of the table.
template <class Row, std::size_t N>
[[nodiscard]] std::vector<std::string> names_in(const Row (&table)[N]) {
  std::vector<std::string> names;
  for (const Row& row : table) names.emplace_back(row.name);
  return names;
}

}  // namespace riserun
