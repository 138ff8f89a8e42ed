// The options that only some optimizers, schedules or losses have, as settings: all that is said of
// one, and who has it, is asked of the libraries.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <riserun/base/option_info.hpp>
#include <riserun/run/settings/arguments.hpp>
#include <riserun/run/settings/settings.hpp>

namespace riserun::run {

struct ChoiceOption {
  /// Whose it is: "adam", and its default there. Of a flag 1 is on.
  struct User {
    std::string choice;
    double value;
  };

  OptionInfo info;
  SettingKind kind = SettingKind::number;  // or whole, or flag
  std::vector<User> users{};
  NumberOrWord value{};  // "auto" where the defaults differ: that of the choice
  bool on = false;       // of a flag

  /// "lr-end".
  [[nodiscard]] std::string name() const;
  [[nodiscard]] bool is_of(std::string_view choice) const;
  /// "adam and adamw".
  [[nodiscard]] std::string user_names() const;
};

class ChoiceOptions {
 public:
  /// Of optimizers; of the others below.
  [[nodiscard]] static ChoiceOptions of_optimizers();
  [[nodiscard]] static ChoiceOptions of_schedules();
  [[nodiscard]] static ChoiceOptions of_losses();

  /// Declares each; this must outlive `settings`, where it is.
  void declare(Settings& settings);
  /// Replaces "auto" by what it stands for; where a rule chooses, choose() has to.
  void complete(std::string_view choice);
  /// Sets the option of that field to what a rule found, unless somebody set it before.
  void choose(std::string_view field, double value);
  /// Sets it whatever it was.
  void set(std::string_view field, double value);
  /// Sets the options of a library's struct, by its visit_options(struct, visit).
  template <class Options>
  void apply_to(Options& options) const {
    visit_options(options, [&](const OptionInfo& info, auto& field) {
      using Field = std::decay_t<decltype(field)>;
      const ChoiceOption& option = *find(info.name);
      if constexpr (std::is_same_v<Field, bool>)
        field = option.on;
      else if (!option.value.is("auto"))
        field = static_cast<Field>(option.value.number);
    });
  }

  [[nodiscard]] const std::vector<ChoiceOption>& all() const { return all_; }
  /// By the name of the library's field, "final_factor"; null: none.
  [[nodiscard]] const ChoiceOption* find(std::string_view field) const;
  [[nodiscard]] double number(std::string_view field) const { return find(field)->value.number; }

 private:
  void add(std::string_view choice, const OptionInfo& info, SettingKind kind, double value);
  template <class Options>
  void add_all(std::string_view choice, const Options& options);

  std::vector<ChoiceOption> all_;
};

/// "sgd", "sgd and adam", "sgd, adam and adamw".
[[nodiscard]] std::string listed(const std::vector<std::string>& names,
                                 std::string_view before_last = "and");

}  // namespace riserun::run
