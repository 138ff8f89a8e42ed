#include <riserun/run/settings/choice_options.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <concepts>
#include <span>
#include <variant>

#include <riserun/base/named_variants.hpp>
#include <riserun/nn/losses.hpp>
#include <riserun/train/optimizers/schedule.hpp>
#include <riserun/train/optimizers/update_rules.hpp>

namespace riserun::run {

namespace {

/// "of adam and adamw: what the mean of slopes keeps", "of sgd (default 0.9) and rmsprop (0): ..".
std::string description(const ChoiceOption& option) {
  if (!option.info.automatic.empty())
    return fmt::format("of {}: {}; auto: {}", option.user_names(), option.info.meaning,
                       option.info.automatic);
  if (!option.value.is("auto"))
    return fmt::format("of {}: {}", option.user_names(), option.info.meaning);
  std::vector<std::string> users;
  for (const auto& [choice, value] : option.users)
    users.push_back(fmt::format("{} ({}{})", choice, users.empty() ? "default " : "", value));
  return fmt::format("of {}: {}", listed(users), option.info.meaning);
}

}  // namespace

std::string listed(const std::vector<std::string>& names, std::string_view before_last) {
  if (names.size() < 2) return fmt::format("{}", fmt::join(names, ""));
  return fmt::format("{} {} {}", fmt::join(std::span(names).first(names.size() - 1), ", "),
                     before_last, names.back());
}

std::string ChoiceOption::name() const { return option_name(info.program_key()); }

bool ChoiceOption::is_of(std::string_view choice) const {
  return std::ranges::find(users, choice, &User::choice) != users.end();
}

std::string ChoiceOption::user_names() const {
  std::vector<std::string> names;
  for (const User& user : users) names.push_back(user.choice);
  return listed(names);
}

const ChoiceOption* ChoiceOptions::find(std::string_view field) const {
  const auto found =
      std::ranges::find(all_, field, [](const ChoiceOption& option) { return option.info.name; });
  return found == all_.end() ? nullptr : &*found;
}

void ChoiceOptions::add(std::string_view choice, const OptionInfo& info, SettingKind kind,
                        double value) {
  const auto known = find(info.name);
  if (known == nullptr) {
    all_.push_back({.info = info,
                    .kind = kind,
                    .users = {{std::string(choice), value}},
                    .value = info.automatic.empty() ? NumberOrWord(value) : NumberOrWord("auto"),
                    .on = kind == SettingKind::flag && value != 0.0});
    return;
  }
  ChoiceOption& option = all_[static_cast<std::size_t>(known - all_.data())];
  option.users.push_back({std::string(choice), value});
  if (value != option.users.front().value) option.value = "auto";
}

template <class Options>
void ChoiceOptions::add_all(std::string_view choice, const Options& options) {
  visit_options(options, [&]<class Field>(const OptionInfo& info, const Field& field) {
    const SettingKind kind = std::same_as<Field, bool> ? SettingKind::flag
                             : std::integral<Field>    ? SettingKind::whole
                                                       : SettingKind::number;
    add(choice, info, kind, static_cast<double>(field));
  });
}

ChoiceOptions ChoiceOptions::of_optimizers() {
  ChoiceOptions options;
  for (const train::OptimizerOptions& one : all_kinds<train::OptimizerOptions>())
    options.add_all(to_string(one), one);
  return options;
}

ChoiceOptions ChoiceOptions::of_schedules() {
  ChoiceOptions options;
  for (const std::string& name : train::schedule_names())
    options.add_all(name, train::Schedule{.kind = train::parse_schedule(name)});
  return options;
}

ChoiceOptions ChoiceOptions::of_losses() {
  ChoiceOptions options;
  for (const nn::AnyLoss& one : all_kinds<nn::AnyLoss>()) options.add_all(to_string(one), one);
  return options;
}

void ChoiceOptions::declare(Settings& settings) {
  for (ChoiceOption& option : all_) {
    const OptionRange& range = option.info.range;
    if (option.kind == SettingKind::flag)
      settings.flag(option.name(), option.on, description(option));
    else if (option.kind == SettingKind::whole)
      settings.whole(option.name(), option.value.number, static_cast<std::uint64_t>(range.low),
                     1'000'000'000, description(option));
    else
      settings.number(
          option.name(), option.value, range,
          option.value.is("auto") ? std::vector<std::string>{"auto"} : std::vector<std::string>{},
          description(option));
  }
}

void ChoiceOptions::complete(std::string_view choice) {
  for (ChoiceOption& option : all_) {
    if (!option.value.is("auto") || !option.info.automatic.empty()) continue;
    const auto user = std::ranges::find(option.users, choice, &ChoiceOption::User::choice);
    option.value = user == option.users.end() ? option.users.front().value : user->value;
  }
}

void ChoiceOptions::choose(std::string_view field, double value) {
  if (find(field)->value.is("auto")) set(field, value);
}

void ChoiceOptions::set(std::string_view field, double value) {
  all_[static_cast<std::size_t>(find(field) - all_.data())].value = value;
}

}  // namespace riserun::run
