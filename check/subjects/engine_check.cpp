#include <riserun/check/subjects/engine_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <riserun/core/ops.hpp>
#include <riserun/core/tape.hpp>

namespace riserun::check {
namespace {

// Drops what was recorded in its scope.
class Rewind {
 public:
  explicit Rewind(Tape& tape) : tape_(tape), mark_(tape.mark()) {}
  ~Rewind() {
    tape_.zero_grad();
    tape_.rewind(mark_);
  }
  Rewind(const Rewind&) = delete;
  Rewind& operator=(const Rewind&) = delete;

 private:
  Tape& tape_;
  Mark mark_;
};

// Equal up to the rounding of `additions` sums of terms of this size.
bool close(double a, double b, double size, double additions) {
  return same_number(a, b) || std::abs(a - b) <= additions * 0x1p-52 * std::max(size, std::abs(b));
}

std::vector<Value> variables(Tape& tape, std::span<const double> x) {
  std::vector<Value> result;
  result.reserve(x.size());
  for (double v : x) result.push_back(tape.variable(v));
  return result;
}

std::string point_text(std::span<const double> x) {
  std::string text;
  for (std::size_t i = 0; i < x.size() && i < 4; ++i)
    text += fmt::format("{}{:.10g}", i == 0 ? "" : ", ", x[i]);
  return x.size() > 4 ? text + ", .." : text;
}

void report(std::vector<std::string>& broken, std::span<const double> x, const std::string& rule,
            double expected, double found) {
  constexpr std::size_t kMost = 8;
  if (broken.size() < kMost)
    broken.push_back(fmt::format("at {}: {}: expected {:.17g}, found {:.17g}", point_text(x), rule,
                                 expected, found));
}

}  // namespace

EngineResult through_engine(const OpUnderTest& op, std::span<const double> x, double seed,
                            std::uint64_t constants) {
  Tape& tape = Tape::current();
  const Rewind rewind(tape);
  auto is_constant = [&](std::size_t i) { return i < 64 && (constants >> i & 1) != 0; };
  std::vector<Value> operands(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    operands[i] = is_constant(i) ? Value(x[i]) : tape.variable(x[i]);
  const Value y = op.record(operands);
  EngineResult result{y.data(), std::vector<double>(x.size(), 0.0)};
  if (y.is_constant()) return result;
  y.backward(seed);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!is_constant(i)) result.gradient[i] = operands[i].grad();
  return result;
}

void check_upstream(const OpUnderTest& op, std::span<const double> x, const EngineResult& plain,
                    Random& random, std::vector<std::string>& broken) {
  const std::size_t n = x.size();
  for (double seed : {-0.37, random.uniform(-2.0, 2.0), 0.0}) {
    const EngineResult result = through_engine(op, x, seed);
    for (std::size_t i = 0; i < n; ++i) {
      if (!std::isfinite(plain.gradient[i])) continue;
      const double expected = seed * plain.gradient[i];
      if (!(result.gradient[i] == expected))
        report(broken, x, fmt::format("gradient {} for an upstream gradient of {:.6g}", i, seed),
               expected, result.gradient[i]);
    }
  }
  if (n == 0) return;
  {  // constants alone make a constant
    const Value y = op.record(std::vector<Value>(x.begin(), x.end()));
    if (!same_number(y.data(), plain.y))
      report(broken, x, "the value of constants", plain.y, y.data());
    if (!y.is_constant()) report(broken, x, "a node made of constants alone", 0, 1);
  }
  if (n < 2 || n > 8) return;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t only = std::uint64_t{1} << i;
    for (std::uint64_t constants : {only, ~only}) {
      const EngineResult result = through_engine(op, x, 1.0, constants);
      if (!same_number(result.y, plain.y))
        report(broken, x, "the value with constants among the operands", plain.y, result.y);
      for (std::size_t j = 0; j < n; ++j) {
        const double expected = (constants >> j & 1) != 0 ? 0.0 : plain.gradient[j];
        if (!same_number(result.gradient[j], expected))
          report(broken, x, fmt::format("gradient {} with constants among the operands", j),
                 expected, result.gradient[j]);
      }
    }
  }
}

void check_shapes(const OpUnderTest& op, std::span<const double> x, const EngineResult& plain,
                  std::vector<std::string>& broken) {
  Tape& tape = Tape::current();
  const std::size_t n = x.size();
  if (n == 0) return;
  auto expect = [&](const char* rule, double expected, double found, double size,
                    double additions) {
    if (!close(found, expected, size, additions)) report(broken, x, rule, expected, found);
  };

  {  // f(a, a, ..): the partials add up
    const std::vector<double> tied(n, x[0]);
    const EngineResult apart = through_engine(op, tied);
    double sum = 0, size = 0;
    for (double g : apart.gradient) {
      sum += g;
      size += std::abs(g);
    }
    if (std::isfinite(sum)) {
      const Rewind rewind(tape);
      const Value a = tape.variable(x[0]);
      op.record(std::vector<Value>(n, a)).backward();
      expect("f(a, a, ..)", sum, a.grad(), size, static_cast<double>(n));
    }
  }
  for (double g : plain.gradient)
    if (!std::isfinite(g)) return;
  if (n > 1) {  // a constant shared by two uses
    const Rewind rewind(tape);
    std::vector<Value> operands = variables(tape, x);
    operands[0] = Value(x[0]);
    (op.record(operands) + op.record(operands)).backward();
    for (std::size_t i = 1; i < n; ++i)
      expect("a shared constant", 2 * plain.gradient[i], operands[i].grad(),
             std::abs(2 * plain.gradient[i]), 2);
  }

  const Rewind rewind(tape);
  const std::vector<Value> operands = variables(tape, x);
  const Value unused = tape.variable(1.0);
  const Value y = op.record(operands);
  const Value again = op.record(operands);
  const Value doubled = y + y;  // both paths of a diamond
  auto gradients = [&](const char* rule, double factor) {
    for (std::size_t i = 0; i < n; ++i) {
      const double expected = factor * plain.gradient[i];
      expect(rule, expected, operands[i].grad(), std::abs(expected), 4);
    }
  };
  doubled.backward();
  gradients("y + y", 2);
  expect("an unused leaf", 0, unused.grad(), 0, 0);
  tape.zero_grad();
  gradients("after zero_grad", 0);
  y.backward();
  gradients("one of two roots", 1);
  again.backward();
  gradients("two roots, one after the other", 2);
  y.backward();
  gradients("two sweeps from one root", 3);
  tape.zero_grad();
  {
    const Rewind inner(tape);
    Value sum = y;  // fan-out
    constexpr int kUses = 1000;
    for (int i = 1; i < kUses; ++i) sum = sum + y;
    sum.backward();
    for (std::size_t i = 0; i < n; ++i) {
      const double expected = kUses * plain.gradient[i];
      expect("a fan-out of 1000", expected, operands[i].grad(), std::abs(expected), kUses);
    }
  }
  {
    const Rewind inner(tape);
    Value end = y;
    constexpr int kLinks = 10'000;
    for (int i = 0; i < kLinks; ++i) end = -end;
    end.backward();
    gradients("a chain of 10000", 1);
  }
  {
    const Value later = op.record(operands);
    later.backward(-1.0);
    gradients("reuse after a rewind", -1);
  }
  tape.zero_grad();
  {  // What a sweep left in slots that a rewind dropped is no gradient of what is recorded there.
    const Mark mark = tape.mark();
    const Value dropped = op.record(operands);
    (dropped + dropped).backward();
    tape.rewind(mark);
    const Value later = op.record(operands);
    later.backward();
    gradients("a rewind after a sweep", 3);
    if (!later.is_constant()) expect("the root after a rewind", 1, later.grad(), 1, 0);
  }
}

}  // namespace riserun::check
