#include <riserun/run/folder/confusion_file.hpp>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/train/judging/confusion.hpp>

namespace riserun::run {

Confusion confusion_of(const nn::MLP& model, const nn::AnyLoss& loss, const train::Dataset& data,
                       train::Workers& workers) {
  const train::ConfusionMatrix matrix = train::confusion(model, loss, data, workers);
  Confusion confusion{data.class_names(), {}};
  const int classes = static_cast<int>(matrix.classes());
  for (int truth = 0; truth < classes; ++truth)
    for (int predicted = 0; predicted < classes; ++predicted)
      confusion.counts.push_back(static_cast<double>(matrix.count(truth, predicted)));
  return confusion;
}

std::string to_json(const Confusion& confusion) {
  const nlohmann::json json{{"classes", confusion.classes}, {"counts", confusion.counts}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

Confusion load_confusion(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  try {
    const nlohmann::json json = nlohmann::json::parse(text);
    Confusion confusion{json.at("classes"), json.at("counts")};
    if (confusion.counts.size() != confusion.classes.size() * confusion.classes.size())
      throw DataError(fmt::format("{}: {} classes but {} counts", file.string(),
                                  confusion.classes.size(), confusion.counts.size()));
    return confusion;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace riserun::run
