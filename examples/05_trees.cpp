// A recursive model: each data point is a tree of its own shape, and so is its graph.
//
// Sentences such as "not (dull or good) and fun" are cheerful or not, by the moods of their words
// and the logic of what joins them. The model is told of neither: only the tree and the outcome.
// A word is a row of numbers; `not`, `and` and `or` are layers that make one row of one or two.
#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/nn/nn.hpp>
#include <riserun/train/train.hpp>

namespace {

using namespace riserun;

constexpr std::array kWords{"good", "nice", "fun", "great", "bad", "dull", "sad", "awful"};
constexpr std::size_t kCheerful = 4;  // the first four words

enum class Join { word, negation, conjunction, disjunction };

struct Tree {
  Join join = Join::word;
  std::size_t word = 0;
  std::vector<Tree> children = {};

  [[nodiscard]] std::string text() const {
    switch (join) {
      case Join::word:
        return kWords[word];
      case Join::negation:
        return "not " + children[0].text();
      case Join::conjunction:
      case Join::disjunction:
        break;
    }
    return "(" + children[0].text() + (join == Join::conjunction ? " and " : " or ") +
           children[1].text() + ")";
  }
  [[nodiscard]] bool cheerful() const {
    switch (join) {
      case Join::word:
        return word < kCheerful;
      case Join::negation:
        return !children[0].cheerful();
      case Join::conjunction:
        return children[0].cheerful() && children[1].cheerful();
      case Join::disjunction:
        break;
    }
    return children[0].cheerful() || children[1].cheerful();
  }
};

Tree random_tree(Random& random, int depth) {
  if (depth == 0 || random.uniform() < 0.2) return {.word = random.below(kWords.size())};
  const auto join = static_cast<Join>(1 + random.below(3));
  Tree tree{.join = join, .children = {random_tree(random, depth - 1)}};
  if (join != Join::negation) tree.children.push_back(random_tree(random, depth - 1));
  return tree;
}

// `count` trees of which none is in `known`, which then has them too.
std::vector<Tree> new_trees(Random& random, std::size_t count, int depth,
                            std::set<std::string>& known) {
  std::vector<Tree> trees;
  while (trees.size() < count)
    if (Tree tree = random_tree(random, depth); known.insert(tree.text()).second)
      trees.push_back(std::move(tree));
  return trees;
}

constexpr std::size_t kWidth = 6;  // numbers that stand for a word, and for any tree

class TreeModel {
 public:
  explicit TreeModel(std::uint64_t seed) : random_(seed) {
    for (double& x : parameters_.tensor("words")) x = random_.normal();
  }

  [[nodiscard]] nn::ParameterSet& parameters() { return parameters_; }
  [[nodiscard]] const nn::ParameterSet& parameters() const { return parameters_; }

  train::PointOutcome operator()(const nn::BoundParameters& p, const Tree& tree) const {
    const Outputs score = decide_(p, std::span<const Value>(meaning(p, tree)));
    const bool cheerful = tree.cheerful();
    return {nn::BinaryCrossEntropy{}(score, {.label = cheerful}), (score[0] > 0.0) == cheerful};
  }

 private:
  std::vector<Value> meaning(const nn::BoundParameters& p, const Tree& tree) const {
    std::vector<Value> x;
    if (tree.join == Join::word) {
      for (std::size_t i = 0; i < kWidth; ++i) x.push_back(p[words_ + tree.word * kWidth + i]);
      return x;
    }
    for (const Tree& child : tree.children)
      for (const Value v : meaning(p, child)) x.push_back(v);
    const nn::Layer& layer = tree.join == Join::negation      ? not_
                             : tree.join == Join::conjunction ? and_
                                                              : or_;
    const Outputs y = layer(p, std::span<const Value>(x));
    return {y.begin(), y.end()};
  }

  nn::Layer layer(const char* name, std::size_t inputs, std::size_t outputs,
                  nn::Activation activation) {
    return {parameters_, name, inputs, outputs, activation, nn::Initializer::automatic, random_};
  }

  Random random_;
  nn::ParameterSet parameters_;
  std::size_t words_ = parameters_.add("words", {kWords.size(), kWidth});
  nn::Layer not_ = layer("not", kWidth, kWidth, nn::Activation::tanh);
  nn::Layer and_ = layer("and", 2 * kWidth, kWidth, nn::Activation::tanh);
  nn::Layer or_ = layer("or", 2 * kWidth, kWidth, nn::Activation::tanh);
  nn::Layer decide_ = layer("decide", kWidth, 1, nn::Activation::linear);
};

train::History fit(TreeModel& model, const std::vector<Tree>& training,
                   const std::vector<Tree>& validation, int threads) {
  train::Trainer trainer({.optimizer = train::Adam{.learning_rate = 0.01},
                          .schedule = {.kind = train::ScheduleKind::cosine},
                          .epochs = 20,
                          .threads = threads});
  return trainer.fit(model, model, training, validation);
}

double accuracy_on(const TreeModel& model, const std::vector<Tree>& trees) {
  train::Workers workers;
  return train::evaluate(model, model, trees, workers).accuracy;
}

}  // namespace

int main() {
  Random random(1);
  std::set<std::string> known;
  const auto training = new_trees(random, 1000, 4, known),
             unseen = new_trees(random, 500, 4, known), deeper = new_trees(random, 500, 8, known);
  std::cout << "for instance: " << training[3].text() << '\n';

  TreeModel model(1);
  const double accuracy = fit(model, training, unseen, 0).back().validation_accuracy;
  const double deeper_accuracy = accuracy_on(model, deeper);
  std::cout << "unseen trees of the same depth: " << accuracy
            << " right, of twice the depth: " << deeper_accuracy << '\n';

  // The number of threads never changes a bit.
  TreeModel again(1);
  fit(again, training, {}, 3);
  const bool same = std::ranges::equal(model.parameters().data(), again.parameters().data());
  std::cout << "on three threads: " << (same ? "the same model" : "another model") << '\n';
  return accuracy >= 0.98 && deeper_accuracy >= 0.95 && same ? 0 : 1;
}
