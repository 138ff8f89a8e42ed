// Prints program.inc: searches, from a fixed seed, for a block of 16 additions (one of them the
// sum's), 8 subtractions, 16 multiplications, 8 divisions and 4 each of exp, log, tanh and sin
// whose results and gradients stay tame through all passes and in which every result is used.
//
// An interpreter and independent of the compiled program, so that it also judges programs that are
// not tame.
#include <cmath>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <vector>

#include <riserun/base/random.hpp>
#include "bench/mixed/instruction.hpp"

namespace {

using namespace bench::mixed;
using riserun::Random;

bool is_binary(Code code) { return code <= Code::divide; }

struct Judgement {
  double penalty = 0;  // 0: tame
  double smallest = INFINITY, largest = 0, smallest_gradient = INFINITY, largest_gradient = 0;
};

// How far |x| lies outside [low, high], in factors of e.
double outside(double x, double low, double high) {
  x = std::abs(x);
  if (!std::isfinite(x)) return 100;
  return std::min(100.0, std::max({0.0, std::log(low / std::max(x, 1e-300)), std::log(x / high)}));
}

Judgement judge(const Program& program, std::size_t passes) {
  Judgement judgement;
  const std::vector<double> x = make_variables(0);
  std::vector<double> r(kWindow + passes * kBlock), g(r.size());
  std::copy_n(x.begin(), kWindow, r.begin());
  double& penalty = judgement.penalty;
  for (std::size_t n = kWindow; n < r.size(); ++n) {
    const std::size_t place = (n - kWindow) % kBlock;
    const Instruction& instruction = program[place];
    const double a = r[n - instruction.a];
    const double b = place == 0 ? x[kWindow + (n - kWindow) / kBlock] : r[n - instruction.b];
    double y = 0;
    switch (instruction.code) {
      case Code::add:
        y = a + b;
        break;
      case Code::subtract:
        y = a - b;
        break;
      case Code::multiply:
        y = a * b;
        break;
      case Code::divide:
        y = a / b;
        penalty += outside(b, 0.2, 20);
        break;
      case Code::exp:
        y = std::exp(a);
        break;
      case Code::log:
        y = std::log(std::abs(a));
        penalty += a <= 0 ? 5 : outside(a, 0.2, 20);
        break;
      case Code::tanh:
        y = std::tanh(a);
        break;
      case Code::sin:
        y = std::sin(a);
        break;
    }
    penalty += outside(y, 0, 20);
    if (!std::isfinite(y)) y = 1;
    r[n] = y;
    judgement.smallest = std::min(judgement.smallest, std::abs(y));
    judgement.largest = std::max(judgement.largest, std::abs(y));
  }
  for (std::size_t n = r.size(); n-- > kWindow;) {
    const std::size_t place = (n - kWindow) % kBlock;
    if (place + 1 == kBlock) g[n] += 1;
    const Instruction& instruction = program[place];
    const double a = r[n - instruction.a], b = place == 0 ? 0 : r[n - instruction.b];
    double& da = g[n - instruction.a];
    double unused = 0;
    double& db = place == 0 ? unused : g[n - instruction.b];
    switch (instruction.code) {
      case Code::add:
        da += g[n];
        db += g[n];
        break;
      case Code::subtract:
        da += g[n];
        db -= g[n];
        break;
      case Code::multiply:
        da += g[n] * b;
        db += g[n] * a;
        break;
      case Code::divide:
        da += g[n] / b;
        db -= g[n] * r[n] / b;
        break;
      case Code::exp:
        da += g[n] * r[n];
        break;
      case Code::log:
        da += g[n] / a;
        break;
      case Code::tanh:
        da += g[n] * (1 - r[n] * r[n]);
        break;
      case Code::sin:
        da += g[n] * std::cos(a);
        break;
    }
    // The gradients of the last passes' results can be 0: nothing comes after them to read them.
    if (n + 4 * kBlock < r.size()) penalty += outside(g[n], 1e-12, 1e3);
    if (g[n] != 0)
      judgement.smallest_gradient = std::min(judgement.smallest_gradient, std::abs(g[n]));
    judgement.largest_gradient = std::max(judgement.largest_gradient, std::abs(g[n]));
    if (!std::isfinite(g[n])) g[n] = 1;
  }
  penalty /= static_cast<double>(passes);
  return judgement;
}

void draw_operands(Instruction& instruction, Random& random) {
  // Mostly recent: the smaller of two draws.
  const auto distance = [&] {
    return static_cast<std::uint8_t>(1 + std::min(random.below(kWindow), random.below(kWindow)));
  };
  instruction.a = distance();
  instruction.b = 0;
  if (!is_binary(instruction.code)) return;
  do instruction.b = distance();
  while (instruction.b == instruction.a);  // x - x and x / x are constants
}

Program draw_program(Random& random) {
  constexpr std::array<int, 8> kShares{15, 8, 16, 8, 4, 4, 4, 4};
  std::vector<Instruction> all;
  for (std::size_t code = 0; code < kShares.size(); ++code)
    for (int k = 0; k < kShares[code]; ++k) all.push_back({static_cast<Code>(code), 1, 1});
  random.shuffle(std::span<Instruction>(all).subspan(1));  // the first stays an addition
  Program program;
  std::copy_n(all.begin(), kBlock, program.begin());
  for (Instruction& instruction : program) draw_operands(instruction, random);
  return program;
}

}  // namespace

int main() {
  constexpr std::array<const char*, 8> kNames{"add", "subtract", "multiply", "divide",
                                              "exp", "log",      "tanh",     "sin"};
  Random random(6);
  for (;;) {
    Program program = draw_program(random);
    double penalty = judge(program, 12).penalty;
    for (int attempt = 0; attempt < 20000 && penalty > 0; ++attempt) {
      Program other = program;
      Instruction& one = other[1 + random.below(kBlock - 1)];
      if (random.below(4) == 0) std::swap(one, other[1 + random.below(kBlock - 1)]);
      draw_operands(one, random);
      const double changed = judge(other, 12).penalty;
      if (changed <= penalty) program = other, penalty = changed;
    }
    std::fprintf(stderr, "penalty %g over 12 passes", penalty);
    if (penalty > 0) {
      std::fprintf(stderr, "\n");
      continue;
    }
    const Judgement whole = judge(program, kPasses);
    std::fprintf(stderr, ", %g over all; results %g to %g, gradients %g to %g\n", whole.penalty,
                 whole.smallest, whole.largest, whole.smallest_gradient, whole.largest_gradient);
    if (whole.penalty > 0.001) continue;
    for (const Instruction& instruction : program)
      std::printf("{Code::%s, %d, %d},\n", kNames[static_cast<std::size_t>(instruction.code)],
                  instruction.a, instruction.b);
    return 0;
  }
}
