// The hand-written gradients as contestants.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <riserun/base/aligned.hpp>
#include "bench/hand/mlp.hpp"
#include "bench/mlp_problem.hpp"

namespace bench::hand {

template <class Net, Layout kLayout>
class MlpContestant final : public Contestant {
 public:
  MlpContestant(std::string name, const MlpProblem& problem)
      : Contestant(std::move(name), MlpProblem::kBatch),
        problem_(problem),
        places_(neuron_major_places(problem.sizes)),
        w_(problem.parameters.size()),
        dw_(problem.parameters.size()) {
    if (kLayout == Layout::input_major) std::iota(places_.begin(), places_.end(), std::size_t{0});
    for (std::size_t k = 0; k < places_.size(); ++k) w_[places_[k]] = problem.parameters[k];
  }

  void step(std::size_t number) override {
    std::fill(dw_.begin(), dw_.end(), 0.0);
    loss_ = 0;
    const std::size_t first = problem_.first_point(number);
    for (std::size_t p = first; p < first + MlpProblem::kBatch; ++p)
      loss_ +=
          Net::add_gradient(w_.data(), problem_.point(p).data(), problem_.labels[p], dw_.data());
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    for (const std::size_t place : places_) all.push_back(dw_[place]);
    return all;
  }

 private:
  const MlpProblem& problem_;
  std::vector<std::size_t> places_;
  riserun::AlignedDoubles w_, dw_;
  double loss_ = 0;
};

}  // namespace bench::hand
