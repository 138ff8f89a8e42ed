#include <riserun/run/settings/run_config.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include <riserun/base/files/file_bytes.hpp>

namespace riserun::run {

namespace {

constexpr std::string_view kNote = "# Resumed ";

std::string with_notes(const Settings& declared, std::size_t rows, const std::string& notes) {
  return fmt::format(
      "# riserun {} trained this. Again:\n"
      "#   riserun train --config config.toml --out NEW_FOLDER\n"
      "# The data had {} rows.\n"
      "{}{}",
      RISERUN_VERSION, rows, notes, declared.to_toml());
}

std::string notes_in(std::string_view text) {
  std::string notes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    if (text.starts_with(kNote)) notes += text.substr(0, end);
    text.remove_prefix(end);
  }
  return notes;
}

}  // namespace

std::string run_config(const Settings& declared, std::size_t rows) {
  return with_notes(declared, rows, "");
}

std::string run_config(const Settings& declared, std::size_t rows,
                       const std::filesystem::path& before, const std::string& where,
                       const std::vector<std::string>& changes) {
  return with_notes(declared, rows,
                    notes_in(read_file(before)) +
                        fmt::format("{}{} with {}\n", kNote, where, fmt::join(changes, ", ")));
}

std::string where_from(const train::TrainingState& state) {
  if (state.batches_done == 0) return fmt::format("after epoch {}", state.epoch - 1);
  return fmt::format("after batch {} of epoch {}", state.batches_done, state.epoch);
}

}  // namespace riserun::run
