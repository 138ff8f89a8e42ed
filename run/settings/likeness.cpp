#include <riserun/run/settings/likeness.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace riserun::run {

namespace {

struct Choice {
  const char* setting;
  const char* value;
};

/// demo.ipynb of micrograd: MLP(2, [16, 16, 1]) of relu, weights from -1 to 1, the hinge loss of all 100
/// moons at once, 1e-4 times the squares of the weights, and 100 steps of 1 - 0.9 k / 100.
constexpr Choice kMicrograd[] = {{"validation", "0"}, {"scale", "none"},    {"hidden", "16,16"},
                                 {"outputs", "one"},  {"loss", "hinge"},    {"init", "unit"},
                                 {"start", "usual"},  {"optimizer", "sgd"}, {"lr", "1"},
                                 {"momentum", "0"},   {"l2", "1e-4"},       {"schedule", "linear"},
                                 {"warmup", "0"},     {"lr-end", "0.1"},    {"clip-norm", "0"},
                                 {"epochs", "100"},   {"batch", "100"},     {"keep", "last"}};

const Setting& setting_named(const Settings& settings, const std::string& name) {
  return *std::ranges::find(settings.all(), name, &Setting::name);
}

}  // namespace

std::vector<std::string> likenesses() { return {"micrograd"}; }

void Likeness::take(const std::string& name, Settings& settings) {
  name_ = parse_word("--like", name, likenesses());
  for (const Choice& choice : kMicrograd) {
    const Setting& setting = setting_named(settings, choice.setting);
    defaults_.emplace_back(choice.setting, setting.to_toml());
    setting.parse(choice.value);
  }
}

std::string Likeness::text(const Settings& settings) const {
  if (!wanted()) return {};
  std::string text = fmt::format("like    {}; what differs from the defaults:\n", name_);
  for (const auto& [name, usual] : defaults_)
    if (const std::string value = setting_named(settings, name).to_toml(); value != usual)
      text += fmt::format("        --{:<12} {:<12} instead of {}\n", name, value, usual);
  return text;
}

}  // namespace riserun::run
