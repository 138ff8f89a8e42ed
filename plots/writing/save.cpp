#include <riserun/plots/writing/save.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/plots/writing/svg.hpp>
#include <riserun/plots/writing/svg_converter.hpp>

namespace riserun::plots {

void save(const Chart& chart, const std::filesystem::path& file, const SaveOptions& options) {
  std::string extension = file.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (extension == ".svg") return write_atomically(file, to_svg(chart));
  const auto* const format =
      std::ranges::find_if(kConvertedFormats, [&](const ConvertedFormat& candidate) {
        return extension == fmt::format(".{}", candidate.name);
      });
  if (format == std::end(kConvertedFormats)) {
    throw ConfigError(
        fmt::format("{}: a picture's name must end in .svg, .png or .pdf", file.string()));
  }
  convert_svg(to_svg(chart), *format, file, options.timeout);
}

}  // namespace riserun::plots
