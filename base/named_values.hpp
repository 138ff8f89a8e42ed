// The names of an enumeration's values: one table for both directions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <riserun/base/errors.hpp>

namespace riserun {

template <class Enum>
struct NamedValue {
  std::string_view name;
  Enum value;
};

/// The name of a value; empty for one that the table lacks.
template <class Enum, std::size_t N>
[[nodiscard]] constexpr std::string_view name_in(const NamedValue<Enum> (&table)[N], Enum value) {
  for (const NamedValue<Enum>& row : table)
    if (row.value == value) return row.name;
  return {};
}

/// The value of a name. Throws ConfigError for any other text, calling it an unknown `what` and
/// listing the names.
template <class Enum, std::size_t N>
[[nodiscard]] Enum value_in(const NamedValue<Enum> (&table)[N], std::string_view name,
                            std::string_view what) {
  std::string names;
  for (const NamedValue<Enum>& row : table) {
    if (row.name == name) return row.value;
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  throw ConfigError("unknown " + std::string(what) + " \"" + std::string(name) +
                    "\"; choose from " + names);
}

}  // namespace riserun
