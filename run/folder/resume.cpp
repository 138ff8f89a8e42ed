#include <riserun/run/folder/resume.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/model_place.hpp>
#include <riserun/run/settings/run_config.hpp>
#include <riserun/run/settings/train_settings.hpp>

namespace riserun::run {

namespace fs = std::filesystem;

void require_run(const fs::path& folder) {
  if (is_there(folder / file::kConfig)) return;
  if (!is_there(folder))
    throw FileError(
        fmt::format("--resume {}: there is no such folder; name that of the run to go "
                    "on with, or begin one: riserun train DATA --out {}",
                    folder.string(), folder.string()));
  throw FileError(fmt::format("--resume {}: there is no run to go on with: {}", folder.string(),
                              folder_without_model(folder)));
}

std::optional<train::Checkpoint> checkpoint_to_resume(const fs::path& folder) {
  const fs::path last = train::Checkpoints::last(folder / file::kCheckpoints);
  if (!is_there(last)) {
    if (!is_there(folder / file::kModel)) return std::nullopt;
    // A model was trained already: to begin again in silence would replace it.
    throw FileError(
        fmt::format("--resume {}: {} is missing, so that the run cannot be resumed; its "
                    "settings repeat it from the beginning: riserun train --config {} --out NEW",
                    folder.string(), last.string(), (folder / file::kConfig).string()));
  }
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

std::string resumed_text(const std::string& folder, int epochs, const train::TrainingState& state,
                         const std::vector<std::string>& changes) {
  const std::string with =
      changes.empty() ? std::string() : fmt::format(" with {}", fmt::join(changes, ", "));
  if (state.epoch > epochs)
    return fmt::format(
        "resumed {}{}: it is finished, all of its {} epochs are done; more of them go on with it: "
        "--epochs {}\n",
        folder, with, state.epoch - 1, 2 * (state.epoch - 1));
  return fmt::format("resumed {} {}{}\n", folder, where_from(state), with);
}

}  // namespace riserun::run
