// Any bytes as options, rows and labels of a small training run, on either engine. It must end,
// with an error of ours or with a model, and with the same one, to the bit, on two threads as on
// one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/nn/nn.hpp>
#include <riserun/train/train.hpp>

namespace {

using namespace riserun;

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

  [[nodiscard]] std::size_t left() const { return left_; }

  /// The next byte as a number below `count`; 0 at the end.
  std::size_t below(std::size_t count) {
    if (left_ == 0) return 0;
    --left_;
    return *data_++ % count;
  }

  /// The next eight bytes as any double at all, fewer at the end.
  double number() {
    double x = 0;
    const std::size_t size = std::min(sizeof x, left_);
    std::memcpy(&x, data_, size);
    data_ += size;
    left_ -= size;
    return x;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

/// The parameters after training, or nothing where an error of ours ended it.
std::optional<std::vector<double>> trained(Bytes bytes, int threads) {
  try {
    train::TrainerOptions options;
    if (bytes.below(2) == 1) options.optimizer = train::Adam{.learning_rate = bytes.number()};
    if (bytes.below(2) == 1) options.engine = train::Engine::lanes;
    options.batch_size = 1 + bytes.below(12);
    options.points_per_slot = bytes.below(4);
    options.epochs = 1 + static_cast<int>(bytes.below(3));
    options.clip_norm = static_cast<double>(bytes.below(3));
    options.threads = threads;
    const auto activation = static_cast<nn::Activation>(bytes.below(4));
    const std::size_t hidden = 1 + bytes.below(9);
    const std::size_t features = 1 + bytes.below(3);

    train::DataTable table;
    table.feature_count = features;
    while (bytes.left() > 0 && table.labels.size() < 24) {
      table.labels.push_back(static_cast<int>(bytes.below(3)));
      for (std::size_t i = 0; i < features; ++i) table.features.push_back(bytes.number());
    }
    const train::Dataset data(std::move(table));
    nn::MLP model({features, hidden, std::max<std::size_t>(2, data.class_count())},
                  {.activation = activation, .seed = 1});
    train::Trainer(options).fit(model, nn::SoftmaxCrossEntropy{}, data);
    const auto parameters = model.parameters().data();
    return std::vector<double>(parameters.begin(), parameters.end());
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto one = trained({data, size}, 1), two = trained({data, size}, 2);
  if (one.has_value() != two.has_value()) std::abort();
  if (one && std::memcmp(one->data(), two->data(), one->size() * sizeof(double)) != 0) std::abort();
  return 0;
}
