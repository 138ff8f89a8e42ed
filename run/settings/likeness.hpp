// Another program's own settings, under its name.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <riserun/run/settings/settings.hpp>

namespace riserun::run {

/// Who can be imitated: "micrograd".
[[nodiscard]] std::vector<std::string> likenesses();

/// What --like NAME changed of the defaults.
class Likeness {
 public:
  /// Sets them. Options given later overrule it. Throws ArgumentError for a name that is none.
  void take(const std::string& name, Settings& settings);
  /// A line for each setting that differs from the default now; empty: nobody is imitated.
  [[nodiscard]] std::string text(const Settings& settings) const;
  [[nodiscard]] bool wanted() const { return !name_.empty(); }

 private:
  std::string name_;
  std::vector<std::pair<std::string, std::string>> defaults_;  // name, value as TOML writes it
};

}  // namespace riserun::run
