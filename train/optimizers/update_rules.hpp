// The optimisers' options and their formulas: how one update changes parameters by their gradient.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <riserun/base/option_info.hpp>

namespace riserun::train {

/// State arrays an optimiser keeps at most, one number a parameter in each.
inline constexpr std::size_t kMostStateArrays = 2;

/// What one update of some parameters reads and writes: `count` elements of each.
struct UpdateRange {
  double* parameters;
  const double* gradient;
  std::array<double*, kMostStateArrays> state;  // in the order of state_names(); the rest null
  std::size_t count;
  bool weights;  // false: biases, which no penalty and no decay pulls towards zero
};

/// Which update it is, from 1, and its learning rate.
struct UpdateStep {
  double learning_rate;
  long number;
};

/// Names of the arrays an optimiser keeps, for checkpoints.
struct StateNames {
  std::array<std::string_view, kMostStateArrays> names{};
  std::size_t count = 0;
};

// An optimiser is a struct: a name, options with their defaults, `learning_rate` among them, the
// rate that usual_learning_rate() begins with, the arrays it keeps, and update(). visit_options(options, visit) calls visit(info, field) for each
// option but the learning rate, a number or a flag: what names options, checks them, offers and sets
// them has no list of its own. A new one is a struct like those below, its name in OptimizerOptions,
// and update() in update_rules.cpp.

inline constexpr OptionInfo kMomentum{"momentum", kBelowOne,
                                      "how much of a step the next one keeps"};
inline constexpr OptionInfo kNesterov{"nesterov", {}, "looks ahead"};
inline constexpr OptionInfo kBeta1{"beta1", kBelowOne, "what the mean of slopes keeps"};
inline constexpr OptionInfo kBeta2{"beta2", kBelowOne, "what the mean of squares keeps"};
inline constexpr OptionInfo kDecay{"decay", kBelowOne, "what the mean of squares keeps"};
inline constexpr OptionInfo kEpsilon{"epsilon", kPositive, "added to the root that is divided by"};
inline constexpr OptionInfo kWeightDecay{
    .name = "weight_decay",
    .range = kNotNegative,
    .meaning = "biases do not decay",
    .zero_is_none = true,
    .automatic = "more where\nthere are few rows for each feature"};

/// Gradient descent: v = momentum v + g, w -= learning_rate v; micrograd's with momentum = 0.
/// Polyak 1964; nesterov: w -= learning_rate (g + momentum v), Nesterov 1983 as Sutskever et al.
/// 2013.
struct SGD {
  double learning_rate = 0.1;
  double momentum = 0.9;  // in [0, 1)
  bool nesterov = false;  // needs momentum

  static constexpr std::string_view name = "sgd";
  static constexpr double usual_rate = 0.1;
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kMomentum, self.momentum);
    visit(kNesterov, self.nesterov);
  }
  [[nodiscard]] StateNames state_names() const;
  void update(const UpdateStep& step, const UpdateRange& range) const;
};

/// Kingma and Ba 2015, with both bias corrections.
struct Adam {
  double learning_rate = 1e-3;
  double beta1 = 0.9;     // in [0, 1)
  double beta2 = 0.999;   // in [0, 1)
  double epsilon = 1e-8;  // > 0

  static constexpr std::string_view name = "adam";
  static constexpr double usual_rate = 0.01;
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kBeta1, self.beta1);
    visit(kBeta2, self.beta2);
    visit(kEpsilon, self.epsilon);
  }
  [[nodiscard]] StateNames state_names() const;
  void update(const UpdateStep& step, const UpdateRange& range) const;
};

/// Adam whose weights shrink by learning_rate * weight_decay of themselves each update, apart from
/// the gradient (Loshchilov and Hutter 2019). Biases do not shrink.
struct AdamW {
  double learning_rate = 1e-3;
  double beta1 = 0.9;          // in [0, 1)
  double beta2 = 0.999;        // in [0, 1)
  double epsilon = 1e-8;       // > 0
  double weight_decay = 0.01;  // >= 0

  static constexpr std::string_view name = "adamw";
  static constexpr double usual_rate = 0.01;
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kBeta1, self.beta1);
    visit(kBeta2, self.beta2);
    visit(kEpsilon, self.epsilon);
    visit(kWeightDecay, self.weight_decay);
  }
  [[nodiscard]] StateNames state_names() const;
  void update(const UpdateStep& step, const UpdateRange& range) const;
};

/// Tieleman and Hinton 2012: s = decay s + (1 - decay) g^2, w -= learning_rate g / (sqrt(s) +
/// epsilon). With momentum the quotient goes through v = momentum v + quotient first.
struct RMSProp {
  double learning_rate = 0.01;
  double decay = 0.99;    // in [0, 1)
  double epsilon = 1e-8;  // > 0
  double momentum = 0.0;  // in [0, 1)

  static constexpr std::string_view name = "rmsprop";
  static constexpr double usual_rate = 0.01;
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kDecay, self.decay);
    visit(kEpsilon, self.epsilon);
    visit(kMomentum, self.momentum);
  }
  [[nodiscard]] StateNames state_names() const;
  void update(const UpdateStep& step, const UpdateRange& range) const;
};

/// Duchi, Hazan and Singer 2011: s += g^2, w -= learning_rate g / (sqrt(s) + epsilon).
struct Adagrad {
  double learning_rate = 0.01;
  double epsilon = 1e-10;  // > 0

  static constexpr std::string_view name = "adagrad";
  static constexpr double usual_rate = 0.01;
  template <class Self, class Visit>
  static void visit_options(Self& self, const Visit& visit) {
    visit(kEpsilon, self.epsilon);
  }
  [[nodiscard]] StateNames state_names() const;
  void update(const UpdateStep& step, const UpdateRange& range) const;
};

/// Any of them, chosen at run time.
using OptimizerOptions = std::variant<SGD, Adam, AdamW, RMSProp, Adagrad>;

/// Calls visit(info, field) for each option of the one it holds.
template <class Any, class Visit>
requires std::same_as<std::remove_const_t<Any>, OptimizerOptions>
void visit_options(Any& options, const Visit& visit) {
  std::visit([&](auto& one) { one.visit_options(one, visit); }, options);
}

[[nodiscard]] std::string_view to_string(const OptimizerOptions& options);
/// The optimiser of that name with its defaults; throws ConfigError listing the names.
[[nodiscard]] OptimizerOptions parse_optimizer(std::string_view text);
/// All names, in the order of the variant.
[[nodiscard]] std::vector<std::string> optimizer_names();
/// The names of the options that an optimiser has besides its learning rate.
[[nodiscard]] std::vector<std::string> option_names(const OptimizerOptions& options);
[[nodiscard]] double learning_rate(const OptimizerOptions& options);
/// The rate to begin with for an MLP on so many features of a common size, where a schedule lets the
/// rate fall to 0: the optimiser's usual_rate, and sqrt(64 / features) of it beyond 64 features, in
/// two digits, for those whose usual rate was found with few features (SGD, Adam and AdamW).
[[nodiscard]] double usual_learning_rate(const OptimizerOptions& options, std::size_t features);
/// The rate to try where that of the options is too high: a tenth of it, and no more than the usual
/// one of the same optimiser with its defaults, since a rate of 1e9 says nothing about a right one.
[[nodiscard]] double lower_learning_rate(const OptimizerOptions& options, std::size_t features);
void set_learning_rate(OptimizerOptions& options, double learning_rate);
/// Throws ConfigError naming the option outside its range.
void validate(const OptimizerOptions& options);

}  // namespace riserun::train
