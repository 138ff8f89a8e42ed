#include "bench/hand/mlps.hpp"

#include <stdexcept>

#include "bench/hand/contestant.hpp"
#include "bench/hand/mlp.hpp"

namespace bench::hand {

namespace {

// `kLayout` and `kHints` are what measured fastest of the four for these sizes.
template <class Loss, Layout kLayout, bool kHints, std::size_t... kSizes>
void add(std::vector<Entry>& all, const MlpProblem& problem) {
  if (problem.sizes != std::vector<std::size_t>{kSizes...})
    throw std::invalid_argument("the hand-written gradient is for other sizes");
  using Fastest = Mlp<Loss, kLayout, kHints, kSizes...>;
  all.push_back(std::make_unique<MlpContestant<Fastest, kLayout>>("hand", problem));
  if constexpr (kHints) {
    using Strict = Mlp<Loss, Layout::input_major, false, kSizes...>;
    all.push_back(std::make_unique<MlpContestant<Strict, Layout::input_major>>(
        "hand, strict order of additions", problem));
  }
}

}  // namespace

void add_mlp_2_16_16_1(std::vector<Entry>& all, const MlpProblem& problem) {
  add<Hinge, Layout::input_major, false, 2, 16, 16, 1>(all, problem);
}
void add_mlp_64_64_32_10(std::vector<Entry>& all, const MlpProblem& problem) {
  add<SoftmaxCrossEntropy, Layout::neuron_major, true, 64, 64, 32, 10>(all, problem);
}
void add_mlp_784_128_10(std::vector<Entry>& all, const MlpProblem& problem) {
  add<SoftmaxCrossEntropy, Layout::input_major, false, 784, 128, 10>(all, problem);
}

}  // namespace bench::hand
