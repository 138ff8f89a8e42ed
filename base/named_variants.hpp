// The kinds that a variant can hold, found by their names: to_string(variant).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <riserun/base/errors.hpp>

namespace riserun {

/// One of each kind with its defaults, in the order of the variant.
template <class Variant>
[[nodiscard]] const std::vector<Variant>& all_kinds() {
  static const std::vector<Variant> all = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::vector<Variant>{std::variant_alternative_t<I, Variant>{}...};
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>());
  return all;
}

template <class Variant>
[[nodiscard]] std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Variant& kind : all_kinds<Variant>()) names.emplace_back(to_string(kind));
  return names;
}

/// The kind of that name. Throws ConfigError for any other text, calling it an unknown `what` and
/// listing the names.
template <class Variant>
[[nodiscard]] Variant kind_named(std::string_view text, std::string_view what) {
  std::string names;
  for (const Variant& kind : all_kinds<Variant>()) {
    if (to_string(kind) == text) return kind;
    names += (names.empty() ? "" : ", ") + std::string(to_string(kind));
  }
  throw ConfigError("unknown " + std::string(what) + " \"" + std::string(text) +
                    "\"; choose from " + names);
}

}  // namespace riserun
