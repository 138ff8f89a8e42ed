// Train an MLP on handwritten digits with all cores; the model is the same for any number of them.
#include <iostream>

#include <riserun/nn/nn.hpp>
#include <riserun/train/train.hpp>

int main() {
  using namespace riserun;
  auto [training, validation] = train::load_csv("examples/data/digits.csv.gz", {.label = "last"})
                                    .split({.validation = 0.2, .seed = 7});
  const auto scaling = train::Scaling::fit(training, train::ScalingKind::min_max);
  nn::MLP model({64, 64, 32, 10}, {.activation = nn::Activation::relu, .seed = 1});
  train::Trainer trainer({.optimizer = train::Adam{.learning_rate = 3e-3},
                          .schedule = {.kind = train::ScheduleKind::cosine},
                          .epochs = 30,
                          .batch_size = 32});
  const train::History history = trainer.fit(model, nn::SoftmaxCrossEntropy{},
                                             scaling.apply(training), scaling.apply(validation));
  std::cout << "validation accuracy " << history.back().validation_accuracy << " with "
            << trainer.threads() << " threads\n";
  return history.back().validation_accuracy > 0.96 ? 0 : 1;
}
