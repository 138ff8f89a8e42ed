// functions.inc: a row's name is its op's, and every op of one or two operands that has a function has
// a row, so that recorded losses find it.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include <riserun/core/ops.hpp>
#include <riserun/core/tangent.hpp>

namespace riserun {
namespace {

template <class Op>
void expect_name(const std::string& name) {
  EXPECT_EQ(std::string(Op::info.name), name == "fabs" ? "abs" : name);
}

TEST(Functions, ARowsNameIsItsOps) {
#define RISERUN_FUNCTION_1(name, Op) expect_name<ops::Op>(#name);
#define RISERUN_FUNCTION_2(name, Op) expect_name<ops::Op>(#name);
#define RISERUN_CMATH_1(name, Op, how) RISERUN_FUNCTION_1(name, Op)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_FUNCTION_2(name, Op)
#include <riserun/core/ops/functions.inc>
}

// Outside of an op's domain both are NaN.
void expect_same(double tangent, double plain, const char* name) {
  EXPECT_TRUE(tangent == plain || (std::isnan(tangent) && std::isnan(plain))) << name;
}

TEST(Functions, TangentsAreThoseOfTheNames) {
  for (const double x : {0.5, 1.5}) {
#define RISERUN_CMATH_1(name, Op, how) \
  expect_same(name(Tangent(x, 1.0)).value(), ops::Op::forward(x), #name);
#define RISERUN_CMATH_2(name, Op, how) \
  expect_same(name(Tangent(x, 1.0), Tangent(0.75)).value(), ops::Op::forward(x, 0.75), #name);
#include <riserun/core/ops/functions.inc>
  }
}

template <class... Ops>
std::set<std::string> names_of(OpList<Ops...>) {
  std::set<std::string> names;
  const auto note = [&](const auto& info) {
    if (info.arity == 1 || info.arity == 2) names.emplace(info.name);
  };
  (note(Ops::info), ...);
  return names;
}

TEST(Functions, EveryFunctionOfOneOpHasARow) {
  std::set<std::string> names = names_of(BuiltinOps());
  // What is written with a sign, and what has a default for its second operand.
  for (const char* other : {"negate", "add", "subtract", "multiply", "divide", "leaky_relu", "elu"})
    EXPECT_EQ(names.erase(other), 1u) << other;
#define RISERUN_FUNCTION_1(name, Op) names.erase(#name);
#define RISERUN_FUNCTION_2(name, Op) names.erase(#name);
#define RISERUN_CMATH_1(name, Op, how) RISERUN_FUNCTION_1(name, Op)
#define RISERUN_CMATH_2(name, Op, how) RISERUN_FUNCTION_2(name, Op)
#include <riserun/core/ops/functions.inc>
  EXPECT_EQ(names, std::set<std::string>()) << *names.begin();
}

}  // namespace
}  // namespace riserun
