// libtorch: tensors, double, one thread; a graph for each batch of 32 or for each point.
#include <dlfcn.h>
#include <torch/torch.h>

#include <string>
#include <vector>

#include "bench/mlp_problem.hpp"
#include "bench/peers.hpp"

namespace bench {

namespace {

// Debian's libtorch multiplies matrices with whatever BLAS is installed; the reference BLAS is
// several times slower than OpenBLAS. OpenBLAS is kept to one thread here, as the contestants are.
std::string blas() {
  using SetThreads = void (*)(int);
  const auto set_threads =
      reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set_threads == nullptr) return "BLAS not OpenBLAS";
  set_threads(1);
  return "OpenBLAS";
}

class TorchMlp final : public Contestant {
 public:
  TorchMlp(const MlpProblem& problem, std::size_t batch)
      : Contestant("libtorch " TORCH_VERSION ", " + blas() + ", batch " + std::to_string(batch),
                   MlpProblem::kBatch),
        problem_(problem),
        batch_(batch) {
    torch::set_num_threads(1);
    const double* next = problem.parameters.data();
    for (std::size_t l = 0; l + 1 < problem.sizes.size(); ++l) {
      const auto in = static_cast<std::int64_t>(problem.sizes[l]);
      const auto out = static_cast<std::int64_t>(problem.sizes[l + 1]);
      for (const std::vector<std::int64_t>& shape : {std::vector{in, out}, std::vector{out}}) {
        const torch::Tensor given =
            torch::from_blob(const_cast<double*>(next), shape, torch::kFloat64);
        parameters_.push_back(given.clone().set_requires_grad(true));
        next += given.numel();
      }
    }
    for (const int label : problem.labels) {
      classes_.push_back(label);
      signs_.push_back(label == 1 ? 1.0 : -1.0);
    }
  }

  void step(std::size_t number) override {
    for (torch::Tensor& parameter : parameters_)
      if (parameter.grad().defined()) parameter.mutable_grad().zero_();
    loss_ = 0;
    const std::size_t first = problem_.first_point(number);
    for (std::size_t p = first; p < first + MlpProblem::kBatch; p += batch_) {
      const torch::Tensor sum = loss(p);
      sum.backward();
      loss_ += sum.item<double>();
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    for (const torch::Tensor& parameter : parameters_) {
      const torch::Tensor gradient = parameter.grad().contiguous();
      const double* const data = gradient.data_ptr<double>();
      all.insert(all.end(), data, data + gradient.numel());
    }
    return all;
  }

 private:
  // The sum over the points from p on.
  torch::Tensor loss(std::size_t p) {
    const auto rows = static_cast<std::int64_t>(batch_);
    torch::Tensor x =
        torch::from_blob(const_cast<double*>(problem_.point(p).data()),
                         {rows, static_cast<std::int64_t>(problem_.inputs())}, torch::kFloat64);
    for (std::size_t k = 0; k < parameters_.size(); k += 2) {
      x = torch::addmm(parameters_[k + 1], x, parameters_[k]);
      if (k + 2 < parameters_.size()) x = torch::relu(x);
    }
    if (problem_.loss == Loss::hinge) {
      const torch::Tensor y = torch::from_blob(&signs_[p], {rows, 1}, torch::kFloat64);
      return torch::relu(1 - y * x).sum();
    }
    return torch::cross_entropy_loss(x, torch::from_blob(&classes_[p], {rows}, torch::kInt64), {},
                                     torch::Reduction::Sum);
  }

  const MlpProblem& problem_;
  std::size_t batch_;
  std::vector<torch::Tensor> parameters_;  // weights [in, out] and biases, layer by layer
  std::vector<std::int64_t> classes_;
  std::vector<double> signs_;
  double loss_ = 0;
};

}  // namespace

void add_torch(Workload& workload, const MlpProblem& problem) {
  workload.contestants.push_back(std::make_unique<TorchMlp>(problem, 32));
  workload.contestants.push_back(std::make_unique<TorchMlp>(problem, 1));
}

}  // namespace bench
