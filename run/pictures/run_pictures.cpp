#include <riserun/run/pictures/run_pictures.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/base/files/number_table.hpp>
#include <riserun/plots/kinds/boundary_chart.hpp>
#include <riserun/plots/kinds/image_sheet.hpp>
#include <riserun/plots/kinds/matrix_chart.hpp>
#include <riserun/plots/kinds/result_charts.hpp>
#include <riserun/plots/kinds/training_charts.hpp>
#include <riserun/plots/writing/animation.hpp>
#include <riserun/run/folder/confusion_file.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/finished_run.hpp>
#include <riserun/run/pictures/rate_picture.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kWorst = 24;

/// Two numbers span a plane, whose places have classes.
bool has_plane(const train::Dataset& data) {
  return data.feature_count() == 2 && data.class_count() >= 2 &&
         data.kind(0) == train::ColumnKind::number && data.kind(1) == train::ColumnKind::number;
}

/// A grid over what the data span and a little more; of every class a strength at each place.
plots::Boundary boundary_of(const FinishedRun& run, const nn::MLP& model) {
  const train::Dataset& data = run.judged();
  if (!has_plane(data))
    throw DataError(
        fmt::format("{}: a boundary is drawn of two numbers and classes; this run has "
                    "{} features and {} classes",
                    run.folder().string(), data.feature_count(), data.class_count()));
  plots::Boundary boundary;
  const std::size_t classes = data.class_count();
  boundary.classes = data.class_names();
  boundary.x_name = data.feature_names()[0];
  boundary.y_name = data.feature_names()[1];
  boundary.points_x.resize(classes);
  boundary.points_y.resize(classes);
  std::array<std::pair<double, double>, 2> range{{{1e300, -1e300}, {1e300, -1e300}}};
  for (const train::DataPoint& point : data) {
    const auto label = static_cast<std::size_t>(point.label);
    boundary.points_x[label].push_back(point.x[0]);
    boundary.points_y[label].push_back(point.x[1]);
    for (std::size_t i = 0; i < 2; ++i) {
      if (!std::isfinite(point.x[i])) continue;
      range[i].first = std::min(range[i].first, point.x[i]);
      range[i].second = std::max(range[i].second, point.x[i]);
    }
  }
  constexpr int kPlaces = 120;
  for (auto [places, bounds] : {std::pair{&boundary.x, range[0]}, {&boundary.y, range[1]}}) {
    const double air = std::max(0.12 * (bounds.second - bounds.first), 1e-9);
    for (int i = 0; i < kPlaces; ++i)
      places->push_back(bounds.first - air +
                        (bounds.second - bounds.first + 2 * air) * i / (kPlaces - 1));
  }
  std::vector<double> plane;
  for (const double y : boundary.y)
    for (const double x : boundary.x) plane.insert(plane.end(), {x, y});
  boundary.strength.resize(classes);
  boundary.probabilities = run.has_probabilities();
  for (const std::vector<double>& strengths : boundary.probabilities
                                                  ? run.strengths(model, std::move(plane))
                                                  : run.scores(model, std::move(plane)))
    for (std::size_t c = 0; c < classes; ++c) boundary.strength[c].push_back(strengths[c]);
  return boundary;
}

/// A file that only some runs have; `remedy` says how another would have it.
fs::path recorded(const fs::path& folder, const char* name, const char* remedy) {
  if (!is_there(folder / name))
    throw DataError(fmt::format("{}: there is no such file; {}", (folder / name).string(), remedy));
  return folder / name;
}

plots::Chart confusion_picture(const fs::path& folder) {
  const Confusion confusion =
      load_confusion(recorded(folder, file::kConfusion, "a finished run of classes has one"));
  return plots::confusion_chart(confusion.classes, confusion.counts,
                                {.title = FinishedRun::name_of(folder)});
}

plots::Chart roc_picture(const fs::path& folder) {
  const FinishedRun run(folder);
  run.require_classes();
  const auto& names = run.judged().class_names();
  const auto strengths = run.strengths(run.model(), run.judged());
  std::vector<plots::Scores> all;
  // Of two classes one curve says it all.
  for (std::size_t c = names.size() == 2 ? 1 : 0; c < names.size(); ++c) {
    plots::Scores& scores = all.emplace_back();
    scores.name = names[c];
    std::size_t i = 0;
    for (const train::DataPoint& point : run.judged()) {
      scores.score.push_back(strengths[i++][c]);
      scores.yes.push_back(point.label == static_cast<int>(c));
    }
  }
  plots::Chart chart = plots::roc_chart(all, run.name());
  chart.subtitle = run.part();
  return chart;
}

plots::Chart predicted_picture(const fs::path& folder) {
  const FinishedRun run(folder);
  if (run.judged().task() != train::Task::regression)
    throw DataError(fmt::format("{}: it predicts classes; see --confusion", folder.string()));
  std::vector<double> truth, predicted;
  const auto answers = run.answers(run.judged());
  std::size_t i = 0;
  for (const train::DataPoint& point : run.judged()) {
    truth.push_back(point.target[0]);
    predicted.push_back(answers[i++][0]);
  }
  plots::Chart chart =
      plots::prediction_chart(truth, predicted, run.judged().schema().target_names[0], run.name());
  chart.subtitle = run.part();
  if (const std::size_t targets = run.judged().target_count(); targets > 1)
    chart.subtitle += fmt::format("; the first of {} targets", targets);
  return chart;
}

plots::Chart worst_picture(const fs::path& folder) {
  const FinishedRun run(folder);
  run.require_classes();
  const train::Dataset& data = run.judged();
  const auto side = static_cast<std::size_t>(std::lround(std::sqrt(data.feature_count())));
  if (side < 4 || side * side != data.feature_count())
    throw DataError(
        fmt::format("{}: {} features are no square image", folder.string(), data.feature_count()));
  const auto strengths = run.strengths(run.model(), data);
  struct Miss {
    std::size_t position;
    double own;  // what the true class was given
  };
  std::vector<Miss> all;
  for (std::size_t i = 0; i < data.size(); ++i)
    all.push_back({i, strengths[i][static_cast<std::size_t>(data[i].label)]});
  std::ranges::stable_sort(all, {}, &Miss::own);
  all.resize(std::min(all.size(), kWorst));
  std::vector<plots::Image> images;
  for (const Miss& miss : all) {
    const train::DataPoint point = data[miss.position];
    const auto& given = strengths[miss.position];
    const auto taken = static_cast<std::size_t>(std::ranges::max_element(given) - given.begin());
    images.push_back(
        {{point.x.begin(), point.x.end()},
         side,
         fmt::format("{}, said {}", data.class_names()[static_cast<std::size_t>(point.label)],
                     data.class_names()[taken])});
  }
  return plots::image_sheet(images, fmt::format("{}: the {} hardest", run.name(), images.size()),
                            fmt::format("{}; the true class, and what the model said", run.part()));
}

plots::Chart gradients_picture(const fs::path& folder) {
  NumberTable table =
      load_number_table(recorded(folder, file::kGradients, "train with --record gradients"));
  plots::NamedColumns norms{.x = table.column("step")};
  norms.names.assign(table.names.begin() + 1, table.names.end());
  norms.columns.assign(table.columns.begin() + 1, table.columns.end());
  return plots::gradient_norm_chart(norms, FinishedRun::name_of(folder));
}

plots::Chart rates_picture(const fs::path& folder) {
  return rate_chart(load_rate_curve(recorded(folder, file::kRates, "train with --lr find")),
                    FinishedRun::name_of(folder));
}

}  // namespace

plots::Chart boundary_picture(const fs::path& folder) {
  const FinishedRun run(folder);
  return plots::boundary_chart(boundary_of(run, run.model()), run.name(), run.subtitle());
}

namespace {

constexpr RunPicture kPictures[] = {
    {"boundary", "what a model of two features says over the plane", boundary_picture},
    {"confusion", "which classes were taken for which", confusion_picture},
    {"roc", "true against false positives, a curve a class", roc_picture},
    {"predicted", "predictions against true numbers", predicted_picture},
    {"worst", "the hardest rows as images (square ones: digits)", worst_picture},
    {"gradients", "the gradient's length by layer (--record gradients)", gradients_picture},
    {"rates", "the search for a learning rate (lr_find.csv)", rates_picture},
};

}  // namespace

std::span<const RunPicture> run_pictures() { return kPictures; }

std::string boundary_frames(const fs::path& folder, bool dark) {
  const FinishedRun run(folder);
  if (!has_plane(run.judged()))
    throw DataError(fmt::format(
        "--frames shows how the boundary between classes moves over a plane; {} has {} features "
        "and {} classes. How any run went: plot {} --steps, --gradients FILE, --html FILE",
        folder.string(), run.judged().feature_count(), run.judged().class_count(),
        folder.string()));
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / file::kSnapshots, error))
    if (entry.path().extension() == ".safetensors") files.push_back(entry.path());
  if (files.empty())
    throw DataError(fmt::format("{}: there are no models of epochs; train with --snapshots N",
                                (folder / file::kSnapshots).string()));
  std::ranges::sort(files);
  // More than this no one waits for; the first and the last are always among them.
  constexpr std::size_t kMostFrames = 60;
  std::vector<plots::Chart> frames;
  const std::size_t count = std::min(files.size(), kMostFrames);
  for (std::size_t i = 0; i < count; ++i) {
    const fs::path& file = files[count == 1 ? 0 : i * (files.size() - 1) / (count - 1)];
    const train::LoadedModel loaded = train::load_model(file);
    const std::string epoch = file.stem().string().substr(std::string("epoch-").size());
    frames.push_back(plots::boundary_chart(boundary_of(run, loaded.model), run.name(),
                                           fmt::format("epoch {}", std::stoi(epoch))));
    if (dark) frames.back().theme = plots::Theme::dark;
  }
  return plots::animated_svg(frames, std::clamp(8.0 / static_cast<double>(count), 0.1, 0.8));
}

}  // namespace riserun::run
