#include "cli/resume.hpp"

#include <fmt/format.h>

#include "cli/run_writer.hpp"
#include "cli/train_settings.hpp"
#include "core/errors.hpp"

namespace riserun::cli {

namespace fs = std::filesystem;

std::optional<train::Checkpoint> checkpoint_to_resume(const fs::path& folder) {
  const fs::path last = train::Checkpoints::last(folder / file::kCheckpoints);
  std::error_code error;
  if (!fs::exists(last, error)) return std::nullopt;
  return train::load_checkpoint(last);
}

std::vector<std::string> changed_settings(const Settings& declared,
                                          const train::Checkpoint& checkpoint,
                                          const fs::path& folder) {
  TrainSettings begun;
  Settings begun_declared;
  begun.declare(begun_declared);
  begun_declared.parse_toml(checkpoint.run.configuration, "the checkpoint's configuration");
  std::vector<std::string> changes;
  for (const Settings::Difference& difference : declared.differences(begun_declared)) {
    if (!difference.may_change)
      throw ConfigError(fmt::format(
          "the run in {0} began with {1} = {3}, not {2}, and cannot go on with another one. A new "
          "run can: riserun train --config {4} --{1} ...",
          folder.string(), difference.name, difference.here, difference.there,
          (folder / file::kConfig).string()));
    changes.push_back(
        fmt::format("{} = {} instead of {}", difference.name, difference.here, difference.there));
  }
  return changes;
}

}  // namespace riserun::cli
