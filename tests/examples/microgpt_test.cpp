// microgpt: its gradient against rise over run, blocks against scalar ops, and the same bits for
// any number of threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <riserun/check/gtest.hpp>
#include <riserun/train/train.hpp>
#include "examples/microgpt/recorded.hpp"
#include "examples/microgpt/sample.hpp"

namespace microgpt {
namespace {

using riserun::Tape;
using riserun::nn::BoundParameters;

const std::vector<std::string> kNames{
    "ada",  "grace", "emmy",     "mileva",
    "lise", "vera",  "rosalind", "hedwigeleonoremaria"};  // longer than a block

// Small where finite differences would take long.
Gpt small_gpt(const Alphabet& alphabet) {
  Gpt gpt({.symbols = alphabet.symbols(), .width = 8, .heads = 2, .block = 6, .seed = 3});
  for (double& p : gpt.parameters().data()) p *= 4;  // so that attention is not nearly even
  return gpt;
}

template <class Numbers>
std::vector<double> gradient(const Gpt& gpt, const Document& document) {
  Tape tape;
  const BoundParameters p = riserun::nn::bind(gpt.parameters(), tape);
  tape.backward_to_parameters(gpt.loss(Numbers{p}, document));
  const auto all = tape.parameter_gradients();
  return {all.begin(), all.end()};
}

double loss_at(const Gpt& gpt, std::span<const double> theta, const Document& document) {
  return gpt.loss(Scalars<std::span<const double>>{theta}, document);
}

using Gradient = std::vector<double> (*)(const Gpt&, const Document&);

// The mean loss of all names, with a gradient that may be spoilt.
template <class Spoil>
riserun::check::ModelReport check(Gradient gradient_of, Spoil spoil) {
  const Alphabet alphabet(kNames);
  Gpt gpt = small_gpt(alphabet);
  std::vector<Document> documents;
  for (const std::string& name : kNames) documents.push_back(alphabet.encode(name));
  const std::vector<double> theta(gpt.parameters().data().begin(), gpt.parameters().data().end());
  std::vector<riserun::check::ParameterGroup> groups;
  for (const auto& tensor : gpt.parameters().tensors())
    groups.push_back({tensor.name, tensor.offset, tensor.size});
  return riserun::check::check_model(
      [&](std::span<const double> at) {
        double sum = 0;
        for (const Document& document : documents) sum += loss_at(gpt, at, document);
        return sum;
      },
      [&](std::span<const double> at, std::span<double> result) {
        std::ranges::copy(at, gpt.parameters().data().begin());
        for (const Document& document : documents) {
          const std::vector<double> g = gradient_of(gpt, document);
          for (std::size_t i = 0; i < g.size(); ++i) result[i] += g[i];
        }
        spoil(gpt, result);
      },
      theta, {.groups = groups});
}

constexpr auto unspoilt = [](const Gpt&, std::span<double>) {};

TEST(Microgpt, TheGradientOfItsBlocksIsRiseOverRun) {
  EXPECT_TRUE(riserun::check::outcome(check(gradient<Blocks>, unspoilt)));
}

TEST(Microgpt, TheGradientOfItsScalarsIsRiseOverRun) {
  EXPECT_TRUE(riserun::check::outcome(check(gradient<Scalars<BoundParameters>>, unspoilt)));
}

TEST(Microgpt, AMissingAttentionGradientIsFoundAndNamed) {
  const auto report = check(gradient<Blocks>, [](const Gpt& gpt, std::span<double> result) {
    const auto& tensors = gpt.parameters().tensors();
    const auto key = std::ranges::find(tensors, "key.weight", &riserun::nn::TensorInfo::name);
    for (double& d : result.subspan(key->offset, key->size)) d = 0;
  });
  EXPECT_FALSE(report.passed());
  EXPECT_NE(report.full().find("key.weight"), std::string::npos) << report.full();
}

TEST(Microgpt, HasTheSizeOfKarpathys) {
  EXPECT_EQ(Gpt().parameters().size(), 4192u);
  EXPECT_NE(Gpt({.seed = 1}).parameters().data()[0], Gpt({.seed = 2}).parameters().data()[0]);
}

TEST(Microgpt, BlocksHaveTheLossAndGradientOfScalars) {
  const Alphabet alphabet(kNames);
  const Gpt gpt({.symbols = alphabet.symbols()});
  for (const std::string& name : kNames) {
    const Document document = alphabet.encode(name);
    const auto fast = gradient<Blocks>(gpt, document),
               slow = gradient<Scalars<BoundParameters>>(gpt, document);
    double largest = 0;
    for (const double d : slow) largest = std::max(largest, std::abs(d));
    ASSERT_GT(largest, 0.01);
    for (std::size_t i = 0; i < fast.size(); ++i)
      ASSERT_NEAR(fast[i], slow[i], 1e-13 * largest) << gpt.parameters().element_name(i);
    Tape tape;
    const auto p = riserun::nn::bind(gpt.parameters(), tape);
    EXPECT_NEAR(gpt.loss(Blocks{p}, document).data(),
                loss_at(gpt, gpt.parameters().data(), document), 1e-13);
  }
}

// Only what came before may be looked at.
TEST(Microgpt, ScoresDoNotDependOnWhatFollows) {
  const Alphabet alphabet(kNames);
  const Gpt gpt({.symbols = alphabet.symbols()});
  const Scalars<std::span<const double>> numbers{gpt.parameters().data()};
  Memory<Row<double>> one, other;
  for (const char c : std::string("mil")) {
    const auto symbol = alphabet.encode(std::string(1, c))[1];
    const auto a = gpt.read(numbers, one, symbol), b = gpt.read(numbers, other, symbol);
    EXPECT_EQ(a, b);
  }
  const auto eva = gpt.read(numbers, one, 0), eve = gpt.read(numbers, other, 1);
  EXPECT_NE(eva, eve);
}

// Parameters and names after training in batches of 5, a number that no count of threads divides.
std::pair<std::vector<double>, std::vector<std::string>> train_and_sample(int threads) {
  const Alphabet alphabet(kNames);
  Gpt gpt({.symbols = alphabet.symbols(), .seed = 7});
  std::vector<Document> documents;
  for (const std::string& name : kNames) documents.push_back(alphabet.encode(name));
  riserun::train::Trainer trainer(
      {.optimizer = riserun::train::Adam{.learning_rate = 0.01, .beta1 = 0.85, .beta2 = 0.99},
       .schedule = {.kind = riserun::train::ScheduleKind::linear},
       .epochs = 60,
       .batch_size = 5,
       .threads = threads});
  trainer.fit(
      gpt,
      [&](const BoundParameters& p, const Document& document) {
        return gpt.loss(Blocks{p}, document);
      },
      documents);
  riserun::Random random(7);
  std::vector<std::string> names;
  for (int i = 0; i < 8; ++i) names.push_back(sample(gpt, alphabet, random));
  return {{gpt.parameters().data().begin(), gpt.parameters().data().end()}, names};
}

TEST(Microgpt, TheSameSeedGivesTheSameNamesForAnyNumberOfThreads) {
  const auto expected = train_and_sample(1);
  EXPECT_NE(std::ranges::find(kNames, expected.second[0]), kNames.end())
      << "120 updates should know eight names by heart, not: " << expected.second[0];
  for (const int threads : {2, 3, 8}) EXPECT_EQ(train_and_sample(threads), expected) << threads;
}

// ---- on lanes -----------------------------------------------------------------------------------

struct Trained {
  std::vector<double> parameters;
  std::vector<double> losses;
};

Trained train_on(riserun::train::Engine engine, int threads) {
  const Alphabet alphabet(kNames);
  Gpt gpt({.symbols = alphabet.symbols(), .block = 8, .seed = 7});
  std::vector<Document> documents;
  for (int again = 0; again < 3; ++again)
    for (const std::string& name : kNames) documents.push_back(alphabet.encode(name));
  riserun::train::Trainer trainer(
      {.optimizer = riserun::train::Adam{.learning_rate = 0.01, .beta1 = 0.85, .beta2 = 0.99},
       .epochs = 3,
       .batch_size = 10,
       .threads = threads,
       .engine = engine});
  Trained trained;
  for (const auto& row : trainer.fit(gpt.parameters(), recordable_loss(gpt), documents))
    trained.losses.push_back(row.train_loss);
  trained.parameters = {gpt.parameters().data().begin(), gpt.parameters().data().end()};
  return trained;
}

TEST(MicrogptOnLanes, ThreeEpochsEndWithTheScalarEnginesParameters) {
  const Trained scalar = train_on(riserun::train::Engine::scalar, 1),
                lanes = train_on(riserun::train::Engine::lanes, 1);
  EXPECT_LT(lanes.losses[2], lanes.losses[0]);
  for (std::size_t e = 0; e < 3; ++e) EXPECT_NEAR(lanes.losses[e], scalar.losses[e], 1e-9);
  for (std::size_t k = 0; k < scalar.parameters.size(); ++k)
    ASSERT_NEAR(lanes.parameters[k], scalar.parameters[k], 1e-9) << k;
  for (const int threads : {2, 3})
    EXPECT_EQ(train_on(riserun::train::Engine::lanes, threads).parameters, lanes.parameters);
}

TEST(MicrogptOnLanes, ASymbolThatIsNoneOfTheAlphabetIsRefused) {
  const Alphabet alphabet(kNames);
  Gpt gpt({.symbols = alphabet.symbols()});
  const std::vector<Document> documents{alphabet.encode("ada"), {0, 1, alphabet.symbols(), 0}};
  for (const auto engine : {riserun::train::Engine::scalar, riserun::train::Engine::lanes})
    EXPECT_THROW(
        riserun::train::Trainer({.epochs = 1, .batch_size = 2, .threads = 1, .engine = engine})
            .fit(gpt.parameters(), recordable_loss(gpt), documents),
        riserun::ShapeError);
}

}  // namespace
}  // namespace microgpt
