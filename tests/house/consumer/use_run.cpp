// Trains into a run folder, told to an observer of one's own, and reads the folder again.
#include <riserun/run/run.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

class EpochPrinter final : public riserun::run::Observer {
 public:
  void epoch(const riserun::train::EpochReport& report) override {
    std::cout << "epoch " << report.row.epoch << ": loss " << report.row.train_loss << '\n';
  }
};

}  // namespace

int main() {
  const std::filesystem::path folder = CONSUMER_FOLDER;
  std::ofstream csv(folder / "line.csv");
  csv << "x,y\n";
  for (int x = 0; x < 40; ++x) csv << x % 7 << ',' << 3 * (x % 7) + 1 << '\n';
  csv.close();

  riserun::run::TrainSettings settings;
  riserun::run::Settings by_name;
  settings.declare(by_name);
  settings.data = (folder / "line.csv").string();
  settings.task = "regression";
  settings.hidden = {4};
  settings.epochs = 3;
  riserun::run::RunRequest request{settings, by_name};
  request.out = (folder / "run").string();
  request.force = true;
  EpochPrinter printer;
  const riserun::run::RunResult result = riserun::run::run_training(request, printer);

  const riserun::run::FinishedRun run(result.folder);
  return result.end == riserun::run::RunEnd::finished && run.model().inputs() == 1 ? 0 : 1;
}
