#include <riserun/run/written_files.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/save.hpp>

namespace riserun::run {

void WrittenFiles::write(const train::RunFolder& folder, const std::string& name,
                         std::string_view bytes) {
  try {
    folder.write(name, bytes);
    add(name);
  } catch (const FileError& error) {
    lose(name, error.what());
  }
}

void WrittenFiles::lose(const std::string& name, const std::string& reason) {
  observer_.not_written(fmt::format("no {}: {}", name, reason));
  missing_.push_back(name);
}

void WrittenFiles::require_all(const train::RunFolder& folder) const {
  if (missing_.empty()) return;
  const std::string run = folder.path().string();
  throw FileError(fmt::format(
      "{0}: the model and its history are saved; missing: {1}. Once there is room: riserun plot "
      "{0} draws the curves, riserun train --resume {0} writes all that can be computed again",
      run, fmt::join(missing_, ", ")));
}

void WrittenFiles::draw(const train::RunFolder& folder, const std::string& name,
                        const plots::Chart& chart) {
  for (const char* const ending : {".svg", ".png"}) {
    try {
      plots::save(chart, folder.file(name + ending));
      add(name + ending);
    } catch (const FileError& error) {
      lose(name + ending, error.what());
    } catch (const Error& error) {
      observer_.not_written(fmt::format("no {}{}: {}", name, ending, error.what()));
    }
  }
}

std::string WrittenFiles::text(const train::RunFolder& folder) const {
  return fmt::format("wrote   {}: {}\n", folder.path().string(), fmt::join(names_, ", "));
}

}  // namespace riserun::run
