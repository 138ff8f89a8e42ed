// A run in one file, to be gone on with to the same bits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <riserun/train/fit/training_state.hpp>
#include <riserun/train/saving/safetensors.hpp>

namespace riserun::train {

/// What a run works on. One that is gone on with must still work on the same.
struct RunIdentity {
  std::string model;               // in words: "mlp 4-16-3 relu, softmax loss"
  std::string data;                // in words: "iris.csv: 120 + 30 rows"
  std::uint64_t data_hash = 0;     // Dataset::content_hash(), or any number that content decides
  std::string configuration = {};  // any text, kept for the one who resumes; may change
};

struct Checkpoint {
  TrainingState state;
  RunIdentity run;
  std::string written_by = {};  // "riserun 0.1.0": set by loading
};

// safetensors, F64, with our checksum. Arrays and numbers of the state are tensors by their names
// ("parameters", "optimizer.velocity", "best_loss" of shape []); what is whole or text is metadata:
// riserun.format, .version, .model, .data, .data_hash, .configuration, and .state.<name>.

[[nodiscard]] TensorFile checkpoint_tensors(const Checkpoint& checkpoint);
/// `source` names the tensors in messages. Throws DataError for anything missing, superfluous, of
/// another version, or without our checksum.
[[nodiscard]] Checkpoint checkpoint_of_tensors(const TensorFile& file, const std::string& source);

/// Written atomically: killed at any moment, the file holds the old checkpoint or the new one.
/// Throws FileError.
void save_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);
/// Throws FileError when it cannot be read, DataError as above: no byte of it can be another
/// unnoticed.
[[nodiscard]] Checkpoint load_checkpoint(const std::filesystem::path& path);

/// Throws DataError saying what differs when `run` works on another model or on other data than the
/// checkpoint's; `source` names the checkpoint.
void require_same_run(const Checkpoint& checkpoint, const RunIdentity& run,
                      const std::string& source);

}  // namespace riserun::train
