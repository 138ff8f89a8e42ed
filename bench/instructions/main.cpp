// Does a number of steps of one case, for a count of instructions: see count.sh.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "bench/mlp_problem.hpp"

using namespace bench;

// callgrind counts what runs inside, found by this name.
extern "C" [[gnu::noinline]] void counted_steps(Contestant* contestant, std::size_t steps) {
  for (std::size_t step = 0; step < steps; ++step) contestant->step(step);
}

int main(int argc, char** argv) try {
  const std::string_view which = argc == 3 ? argv[1] : "";
  const bool w2 = which.starts_with("W2-"), w3 = which.starts_with("W3-");
  const bool scalar = which.ends_with("-scalar"), nn = which.ends_with("-nn");
  if (w2 == w3 || scalar == nn) {
    std::fprintf(stderr, "usage: riserun_instructions W2-scalar|W2-nn|W3-scalar|W3-nn STEPS\n");
    return 2;
  }
  const MlpProblem problem =
      w2 ? make_mlp_problem({2, 16, 16, 1}, Loss::hinge, 640)
         : make_mlp_problem({64, 64, 32, 10}, Loss::softmax_cross_entropy, 640);
  const Entry contestant = scalar ? scalar_mlp(problem) : nn_mlp(problem);
  contestant->step(0);  // memory is allocated here
  counted_steps(contestant.get(), std::strtoul(argv[2], nullptr, 10));
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "riserun_instructions: %s\n", error.what());
  return 1;
}
