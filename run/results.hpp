// What a trained model achieves: said, and written into the run folder.
#pragma once

#include <string>

#include <riserun/run/prepared_run.hpp>
#include <riserun/run/run_watch.hpp>
#include <riserun/run/written_files.hpp>
#include <riserun/train/fit/trainer.hpp>
#include <riserun/train/saving/run_folder.hpp>

namespace riserun::run {

struct Judgement {
  std::string text;            // for the user
  std::string nothing_learnt;  // why it is no better than a constant answer; empty: it is
};

/// Writes report.tsv, summary.txt (`setup` and the results), confusion.json, the loss pictures and
/// the page. Throws FileError.
[[nodiscard]] Judgement judge_run(const TrainSettings& settings, const PreparedRun& prepared,
                                  const train::RunFolder& folder, const train::Trainer& trainer,
                                  RunWatch& watch, const std::string& setup, WrittenFiles& written);

/// loss.svg and loss.png, as far as there are epochs.
void draw_losses(const TrainSettings& settings, const train::History& history,
                 const train::RunFolder& folder, WrittenFiles& written);

}  // namespace riserun::run
