#include <riserun/nn/activation.hpp>

#include <riserun/base/named_values.hpp>

namespace riserun::nn {

namespace {

struct Names {
  NamedValue<Activation> rows[kActivations];
};
constexpr Names kNames = [] {
  Names names{};
  std::size_t k = 0;
  std::apply(
      [&](auto... rows) {
        ((names.rows[k] = {rows.name, static_cast<Activation>(k)}, ++k), ...);
      },
      kActivationRows);
  return names;
}();

}  // namespace

std::string_view to_string(Activation activation) { return name_in(kNames.rows, activation); }
std::vector<std::string> activation_names() { return names_in(kNames.rows); }
Activation parse_activation(std::string_view text) {
  return value_in(kNames.rows, text, "activation");
}

}  // namespace riserun::nn
