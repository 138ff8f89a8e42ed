// microgpt on riserun, trained by what Trainer does for a batch of one document on one thread.
#include <string>
#include <utility>

#include "bench/microgpt/problem.hpp"
#include "examples/microgpt/model.hpp"
#include "examples/microgpt/text.hpp"
#include "train/optimizer.hpp"
#include "train/parallel_gradient.hpp"
#include "train/point_program.hpp"

namespace bench::gpt {

Problem make_problem() {
  std::vector<std::string> names = microgpt::read_lines(RISERUN_BENCH_NAMES);
  const microgpt::Alphabet alphabet(names);
  riserun::Random random(5);
  random.shuffle(std::span(names));
  const microgpt::Gpt gpt({.symbols = alphabet.symbols(), .seed = 5});
  Problem problem{{gpt.parameters().data().begin(), gpt.parameters().data().end()}, {}};
  for (std::size_t i = 0; i < 1024; ++i) problem.documents.push_back(alphabet.encode(names[i]));
  return problem;
}

namespace {

// `Numbers`: how the model sees its parameters.
template <class Numbers>
struct LossOf {
  const microgpt::Gpt& gpt;
  riserun::Value operator()(const riserun::nn::BoundParameters& p, const Document& document) const {
    return gpt.loss(Numbers{p}, document);
  }
};

// Each neuron one `dot` of core, as a user writes who has the weights as Values.
struct Dots : microgpt::Scalars<riserun::nn::BoundParameters> {
  [[nodiscard]] Row through(const riserun::nn::Layer& layer, const Row& x) const {
    Row weights(layer.inputs()), y(layer.outputs());
    for (std::size_t o = 0; o < layer.outputs(); ++o) {
      for (std::size_t i = 0; i < layer.inputs(); ++i)
        weights[i] = p[layer.weights() + i * layer.outputs() + o];
      y[o] = riserun::nn::activate(layer.activation(), dot(weights, x));
    }
    return y;
  }
};

template <class Numbers>
class Riserun final : public Contestant {
 public:
  Riserun(std::string name, const Problem& problem)
      : Contestant(std::move(name), kDocuments), problem_(problem) {}

  void step(std::size_t number) override {
    const auto parameters = gpt_.parameters().data();
    std::copy(problem_.parameters.begin(), problem_.parameters.end(), parameters.begin());
    optimizer_.restore(untouched_);
    loss_ = 0;
    for (std::size_t i = 0; i < kDocuments; ++i) {
      const std::size_t batch[] = {(number * kDocuments + i) % problem_.documents.size()};
      loss_ += gradient_.compute(batch).loss_sum;
      optimizer_.update(parameters, gradient_.gradient(), kRate, workers_);
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    const auto parameters = gpt_.parameters().data();
    all.insert(all.end(), parameters.begin(), parameters.end());
    all.insert(all.end(), gradient_.gradient().begin(), gradient_.gradient().end());
    return all;
  }

 private:
  const Problem& problem_;
  microgpt::Gpt gpt_;
  LossOf<Numbers> loss_of_{gpt_};
  riserun::train::LossProgram<riserun::nn::ParameterSet, std::vector<Document>, LossOf<Numbers>>
      program_{gpt_.parameters(), loss_of_, problem_.documents};
  riserun::train::Workers workers_{1};
  riserun::train::ParallelGradient gradient_{program_, gpt_.parameters().size(), workers_, 1};
  riserun::train::Optimizer optimizer_{
      riserun::train::Adam{
          .learning_rate = kRate, .beta1 = kBeta1, .beta2 = kBeta2, .epsilon = kEpsilon},
      gpt_.parameters().size()};
  const riserun::train::OptimizerState untouched_ = optimizer_.state();
  double loss_ = 0;
};

}  // namespace

std::unique_ptr<Contestant> riserun_nn(const Problem& problem) {
  return std::make_unique<Riserun<microgpt::Blocks>>("riserun, nn", problem);
}

std::unique_ptr<Contestant> riserun_dots(const Problem& problem) {
  return std::make_unique<Riserun<Dots>>("riserun, a dot a neuron", problem);
}

std::unique_ptr<Contestant> riserun_scalar(const Problem& problem) {
  return std::make_unique<Riserun<microgpt::Scalars<riserun::nn::BoundParameters>>>(
      "riserun, scalar ops", problem);
}

}  // namespace bench::gpt
