// microgpt on riserun, trained by what Trainer does on one thread.
#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include <riserun/train/fit/training_step.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/gradient/point_program.hpp>
#include <riserun/train/optimizers/optimizer.hpp>
#include <riserun/train/recorded/lanes_loss_program.hpp>
#include "bench/microgpt/problem.hpp"
#include "examples/microgpt/model.hpp"
#include "examples/microgpt/recorded.hpp"
#include "examples/microgpt/text.hpp"

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

using riserun::train::PointProgram;

template <class Numbers>
std::unique_ptr<PointProgram> on_tapes(const microgpt::Gpt& gpt, const Problem& problem) {
  static_assert(std::is_same_v<microgpt::Document, Document>);
  class Program final : public PointProgram {
   public:
    Program(const microgpt::Gpt& gpt, const Problem& problem)
        : loss_{gpt}, program_(gpt.parameters(), loss_, problem.documents) {}
    void bind(std::size_t slot, riserun::Tape& tape) override { program_.bind(slot, tape); }
    riserun::train::SlotResult run(std::size_t slot, std::size_t thread, riserun::Tape& tape,
                                   std::span<const std::size_t> points, double seed,
                                   bool backward) noexcept override {
      return program_.run(slot, thread, tape, points, seed, backward);
    }
    [[nodiscard]] std::size_t row(std::size_t point) const override { return point; }

   private:
    LossOf<Numbers> loss_;
    riserun::train::LossProgram<riserun::nn::ParameterSet, std::vector<Document>, LossOf<Numbers>>
        program_;
  };
  return std::make_unique<Program>(gpt, problem);
}

std::unique_ptr<PointProgram> on_lanes(const microgpt::Gpt& gpt, const Problem& problem) {
  const auto loss = microgpt::recordable_loss(gpt);
  using Program = riserun::train::LanesLossProgram<std::vector<Document>, decltype(loss)>;
  return std::make_unique<Program>(gpt.parameters(), loss, problem.documents, 1);
}

class Riserun final : public Contestant {
 public:
  using MakeProgram = std::unique_ptr<PointProgram> (*)(const microgpt::Gpt&, const Problem&);

  Riserun(std::string name, const Problem& problem, std::size_t batch, MakeProgram make,
          std::size_t points_per_slot)
      : Contestant(std::move(name), static_cast<double>(std::max(batch, kDocuments))),
        problem_(problem),
        batch_(batch),
        program_(make(gpt_, problem)),
        gradient_(*program_, gpt_.parameters().size(), workers_, points_per_slot) {}

  void step(std::size_t number) override {
    const auto parameters = gpt_.parameters().data();
    std::copy(problem_.parameters.begin(), problem_.parameters.end(), parameters.begin());
    optimizer_.restore(untouched_);
    loss_ = 0;
    const auto all = static_cast<std::size_t>(work());
    for (std::size_t i = 0; i < all; i += batch_.size()) {
      for (std::size_t k = 0; k < batch_.size(); ++k)
        batch_[k] = (number * all + i + k) % problem_.documents.size();
      loss_ +=
          riserun::train::training_step(gradient_, optimizer_, batch_, parameters, kRate).loss_sum;
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
  std::vector<std::size_t> batch_;
  microgpt::Gpt gpt_;
  riserun::train::Workers workers_{1};
  std::unique_ptr<PointProgram> program_;
  riserun::train::ParallelGradient gradient_;
  riserun::train::Optimizer optimizer_{
      riserun::train::Adam{
          .learning_rate = kRate, .beta1 = kBeta1, .beta2 = kBeta2, .epsilon = kEpsilon},
      gpt_.parameters().size()};
  const riserun::train::OptimizerState untouched_ = optimizer_.state();
  double loss_ = 0;
};

}  // namespace

std::unique_ptr<Contestant> riserun_nn(const Problem& problem, std::size_t batch) {
  return std::make_unique<Riserun>("riserun, nn layers", problem, batch, on_tapes<microgpt::Blocks>,
                                   1);
}

std::unique_ptr<Contestant> riserun_dots(const Problem& problem, std::size_t batch) {
  return std::make_unique<Riserun>("riserun, a dot a neuron", problem, batch, on_tapes<Dots>, 1);
}

std::unique_ptr<Contestant> riserun_scalar(const Problem& problem, std::size_t batch) {
  return std::make_unique<Riserun>("riserun, scalar ops", problem, batch,
                                   on_tapes<microgpt::Scalars<riserun::nn::BoundParameters>>, 1);
}

std::unique_ptr<Contestant> riserun_lanes(const Problem& problem, std::size_t batch) {
  return std::make_unique<Riserun>("riserun lanes, scalar ops recorded once", problem, batch,
                                   on_lanes, riserun::lanes::kLanes);
}

}  // namespace bench::gpt
