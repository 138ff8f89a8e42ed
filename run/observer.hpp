// What a training run tells while it goes on, and when it is to stop. The library itself prints
// nothing: whoever wants to see something hands it an observer.
#pragma once

#include <cstddef>
#include <string>

#include <riserun/nn/mlp.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/fit/graph_size.hpp>
#include <riserun/train/fit/trainer_options.hpp>

namespace riserun::run {

class FoldTable;

/// What a run begins with.
struct RunStart {
  std::string folder;
  const train::Dataset &data, &training, &validation;
  const nn::MLP& model;
  train::GraphSize graph;  // of the scalar engine
  std::string engine;
  int threads, epochs;
  long resumed_after = 0;  // updates
};

/// What a cross-validation begins with.
struct FoldsStart {
  std::string folder;
  const train::Dataset& data;
  const nn::MLP& model;
  int threads, epochs;
  std::size_t folds, finished;  // those that a resumed one has already
};

/// Every method but those overridden does nothing. All are called on the thread that runs the
/// training, which waits for them.
class Observer {
 public:
  virtual ~Observer() = default;

  /// Asked after every batch; true ends the training there, with everything saved.
  [[nodiscard]] virtual bool stop_requested() { return false; }

  /// Lines for people: what is about to be done, and what came of it.
  virtual void text(const std::string& /*lines*/) {}
  /// Something that the user should look into; the run goes on.
  virtual void warning(const std::string& /*text*/) {}
  /// A file beside the model that is missing or incomplete, and why; the run goes on.
  virtual void not_written(const std::string& /*text*/) {}
  /// The name of a file or folder in the run folder, as soon as it is there or begun.
  virtual void wrote(const std::string& /*name*/) {}

  /// The data are read and fit the settings. Nothing is written before.
  virtual void prepared() {}
  virtual void started(const RunStart& /*start*/) {}
  /// `saved`: a checkpoint was written after it.
  virtual void batch(const train::BatchReport& /*report*/, bool /*saved*/) {}
  virtual void epoch(const train::EpochReport& /*report*/) {}

  // Of a cross-validation; folds count from 0.
  virtual void folds_started(const FoldsStart& /*start*/) {}
  virtual void fold_batch(std::size_t /*fold*/, std::size_t /*folds*/,
                          const train::BatchReport& /*report*/) {}
  /// `table` has a row for this fold and for those before it.
  virtual void fold_finished(std::size_t /*fold*/, std::size_t /*folds*/,
                             const FoldTable& /*table*/) {}
};

}  // namespace riserun::run
