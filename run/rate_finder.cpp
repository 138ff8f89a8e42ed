#include <riserun/run/rate_finder.hpp>

#include <fmt/format.h>

#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/pictures/rate_picture.hpp>

namespace riserun::run {

RunResult find_rate(TrainSettings& settings, PreparedRun& prepared, const train::RunFolder& folder,
                    Observer& observer, WrittenFiles& written) {
  train::TrainerOptions options = settings.trainer_options();
  options.class_weights = prepared.class_weights;
  options.stop_requested = [&] { return observer.stop_requested(); };
  const train::RateCurve curve =
      train::search_rate(options, prepared.model, prepared.loss, prepared.training);
  written.write(folder, file::kRates, curve.to_csv());
  if (observer.stop_requested())
    return {.end = RunEnd::stopped,
            .text = fmt::format("in the search for a learning rate, after {} updates; {} has what "
                                "was tried, and nothing was trained",
                                curve.points.size(), folder.file(file::kRates).string())};
  if (std::isnan(curve.suggestion))
    throw DataError(fmt::format(
        "--lr find: no learning rate up to {:g} made the loss fall; {} has the curve",
        curve.points.empty() ? 0.0 : curve.points.back().rate, folder.file(file::kRates).string()));
  settings.lr = suggestion_of(curve);
  written.draw(folder, file::kRatePicture, rate_chart(curve, "Learning-rate range test"));
  observer.text(
      fmt::format("rate    --lr {}: there the loss falls fast; from {:.1e} on it rises ({} "
                  "updates)\n",
                  settings.lr.number, curve.least, curve.points.size()));
  return {};
}

}  // namespace riserun::run
