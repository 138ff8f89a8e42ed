// A GPT that learns to write names: Karpathy's microgpt, one graph per name, as long as the name.
//
//   07_microgpt [FILE [STEPS [DOCUMENTS A STEP [SEED]]]]      one document a line
#include <cmath>
#include <iostream>
#include <string>
#include <vector>

#include "examples/microgpt/sample.hpp"
#include "train/train.hpp"

int main(int argc, char** argv) {
  using namespace riserun;
  const auto number = [&](int i, std::size_t usual) {
    return argc > i ? std::stoul(argv[i]) : usual;
  };
  const std::string path = argc > 1 ? argv[1] : "examples/data/names.txt";
  const std::size_t steps = number(2, 1000), batch = number(3, 16), seed = number(4, 1);

  std::vector<std::string> names = microgpt::read_lines(path);
  const microgpt::Alphabet alphabet(names);
  Random random(seed);
  random.shuffle(std::span(names));
  std::vector<microgpt::Document> documents;
  for (std::size_t i = 0; i < steps * batch; ++i)
    documents.push_back(alphabet.encode(names[i % names.size()]));

  microgpt::Gpt gpt({.symbols = alphabet.symbols(), .seed = seed});
  std::cout << names.size() << " documents, " << alphabet.symbols() << " symbols, "
            << gpt.parameters().size() << " parameters\n";

  std::vector<double> losses;
  train::Trainer trainer(
      {.optimizer = train::Adam{.learning_rate = 0.01, .beta1 = 0.85, .beta2 = 0.99},
       .schedule = {.kind = train::ScheduleKind::linear},
       .epochs = 1,
       .batch_size = batch,
       .shuffle = false,
       .on_batch = [&](const train::BatchReport& report) { losses.push_back(report.loss); }});
  trainer.fit(
      gpt,
      [&](const nn::BoundParameters& p, const microgpt::Document& document) {
        return gpt.loss(microgpt::Blocks{p}, document);
      },
      documents);

  const std::size_t last = std::min<std::size_t>(100, losses.size());
  double mean = 0;
  for (std::size_t i = losses.size() - last; i < losses.size(); ++i)
    mean += losses[i] / static_cast<double>(last);
  std::cout << "mean loss of the last " << last << " of " << losses.size() << " steps: " << mean
            << '\n';
  for (int i = 0; i < 10; ++i) std::cout << "  " << microgpt::sample(gpt, alphabet, random) << '\n';
  // Names: below 2.5. Any other text: better than guessing.
  return mean < (argc > 1 ? std::log(alphabet.symbols()) : 2.5) ? 0 : 1;
}
