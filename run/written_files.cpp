#include <riserun/run/written_files.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/save.hpp>

namespace riserun::run {

void WrittenFiles::draw(const train::RunFolder& folder, const std::string& name,
                        const plots::Chart& chart) {
  for (const char* const ending : {".svg", ".png"}) {
    try {
      plots::save(chart, folder.file(name + ending));
      add(name + ending);
    } catch (const Error& error) {
      observer_.not_written(fmt::format("no {}{}: {}", name, ending, error.what()));
    }
  }
}

std::string WrittenFiles::text(const train::RunFolder& folder) const {
  return fmt::format("wrote   {}: {}\n", folder.path().string(), fmt::join(names_, ", "));
}

}  // namespace riserun::run
