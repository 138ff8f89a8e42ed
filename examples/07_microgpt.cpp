// A GPT that learns to write names: Karpathy's microgpt, one graph per name, as long as the name.
//
//   07_microgpt [FILE [STEPS [DOCUMENTS_A_STEP [SEED [ENGINE]]]]]
//
// FILE has one document a line, of any bytes; the model looks 16 of them back. The model itself is
// in examples/microgpt/model.hpp. The same seed gives the same names, however many cores there are.
// ENGINE: scalar, a graph for each document (the default), or lanes, eight documents of a length in
// lock-step, which needs some tens of documents a step to find many of a length.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

#include <riserun/train/train.hpp>
#include "examples/microgpt/recorded.hpp"
#include "examples/microgpt/sample.hpp"

namespace {

using namespace riserun;

constexpr const char* kNames = "examples/data/names.txt";

struct Settings {
  std::string path = kNames;
  std::size_t steps = 1000, batch = 16, seed = 1;
  train::Engine engine = train::Engine::scalar;
};

Settings parse(int argc, char** argv) {
  Settings settings;
  if (argc > 1) settings.path = argv[1];
  std::size_t* const numbers[] = {&settings.steps, &settings.batch, &settings.seed};
  if (argc == 6) settings.engine = train::parse_engine(argv[--argc]);
  for (int i = 2; i < argc; ++i) {
    const std::string text = argv[i];
    const char* const end = text.data() + text.size();
    if (i > 4 || std::from_chars(text.data(), end, *numbers[i - 2]).ptr != end || text.empty() ||
        *numbers[i - 2] == 0)
      throw ConfigError(
          "usage: 07_microgpt [FILE [STEPS [DOCUMENTS_A_STEP [SEED [ENGINE]]]]], not \"" + text +
          "\"");
  }
  return settings;
}

// The loss of each step.
std::vector<double> train_on(microgpt::Gpt& gpt, const std::vector<microgpt::Document>& documents,
                             const Settings& settings) {
  std::vector<double> losses;
  train::Trainer trainer(
      {.optimizer = train::Adam{.learning_rate = 0.01, .beta1 = 0.85, .beta2 = 0.99},
       .schedule = {.kind = train::ScheduleKind::linear},
       .epochs = 1,
       .batch_size = settings.batch,
       .engine = settings.engine,
       .shuffle = false,
       .on_batch = [&](const train::BatchReport& report) { losses.push_back(report.loss); }});
  trainer.fit(gpt.parameters(), microgpt::recordable_loss(gpt), documents);
  return losses;
}

int run(const Settings& settings) {
  std::vector<std::string> lines = microgpt::read_lines(settings.path);
  const microgpt::Alphabet alphabet(lines);
  microgpt::Gpt gpt({.symbols = alphabet.symbols(), .seed = settings.seed});
  std::cout << lines.size() << " documents of " << alphabet.symbols() - 1 << " letters, "
            << gpt.parameters().size() << " parameters\n";

  Random random(settings.seed);
  random.shuffle(std::span(lines));
  std::vector<microgpt::Document> documents;
  for (std::size_t i = 0; i < settings.steps * settings.batch; ++i)
    documents.push_back(alphabet.encode(lines[i % lines.size()]));
  const std::vector<double> losses = train_on(gpt, documents, settings);

  const std::size_t last = std::min<std::size_t>(100, losses.size());
  const double loss =
      std::accumulate(losses.end() - static_cast<std::ptrdiff_t>(last), losses.end(), 0.0) /
      static_cast<double>(last);
  std::cout << "mean loss of the last " << last << " of " << losses.size() << " steps: " << loss
            << '\n';
  for (int i = 0; i < 10; ++i) std::cout << "  " << microgpt::sample(gpt, alphabet, random) << '\n';
  // Of any text but the names: better than guessing.
  const double guessing = std::log(static_cast<double>(alphabet.symbols()));
  return loss < (settings.path == kNames ? 2.5 : guessing) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(parse(argc, argv));
  } catch (const ConfigError& error) {
    std::cerr << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "07_microgpt: " << error.what() << '\n';
    return 1;
  }
}
