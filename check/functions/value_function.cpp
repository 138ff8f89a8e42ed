#include <riserun/check/functions/value_function.hpp>

#include <fmt/format.h>

#include <cmath>

#include <riserun/core/tape.hpp>

namespace riserun::check {

namespace internal {

void require_count(std::size_t takes, std::size_t given) {
  if (takes != given)
    throw ShapeError(fmt::format("the function takes {} value{}, the point has {}", takes,
                                 takes == 1 ? "" : "s", given));
}

}  // namespace internal

Differentiable differentiable(ValueFunction f) {
  const auto of_constants = [](const ValueFunction& function, std::span<const double> at) {
    Tape tape;  // for what f may want of one; constants are not recorded
    return function(std::vector<Value>(at.begin(), at.end())).data();
  };
  return {.value = [f, of_constants](std::span<const double> at) { return of_constants(f, at); },
          .gradient =
              [f, of_constants](std::span<const double> at, std::span<double> gradient) {
                Tape tape;
                std::vector<Value> variables;
                variables.reserve(at.size());
                for (const double x : at) variables.push_back(tape.variable(x));
                const Value y = f(variables);
                const double constant = of_constants(f, at);
                if (y.data() != constant && !(std::isnan(y.data()) && std::isnan(constant)))
                  throw Error(fmt::format("f is {:.17g} of constants and {:.17g} of variables",
                                          constant, y.data()));
                if (y.is_constant()) return;
                y.backward();
                for (std::size_t i = 0; i < at.size(); ++i) gradient[i] = variables[i].grad();
              },
          .repro =
              [](std::span<const double> at) {
                return "check_gradient(f, " + point_in_braces(at) + ")";
              }};
}

}  // namespace riserun::check
