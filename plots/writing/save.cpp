#include <riserun/plots/writing/save.hpp>

#include <fmt/format.h>

#include <cctype>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/gnuplot.hpp>
#include <riserun/plots/writing/plot_file.hpp>
#include <riserun/plots/writing/svg.hpp>

namespace riserun::plots {
namespace {

PictureFormat format_of(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (extension == ".svg") return PictureFormat::svg;
  if (extension == ".png") return PictureFormat::png;
  if (extension == ".pdf") return PictureFormat::pdf;
  throw ConfigError(
      fmt::format("{}: a picture's name must end in .svg, .png or .pdf", file.string()));
}

}  // namespace

void save(const Chart& chart, const std::filesystem::path& file, const SaveOptions& options) {
  const PictureFormat format = format_of(file);
  if (options.keep_script) {
    write_file(file.string() + ".gnuplot", gnuplot_script(chart, format, file.filename()));
  }
  if (format == PictureFormat::svg && options.svg_writer == SvgWriter::built_in) {
    write_file(file, to_svg(chart));
  } else {
    draw_with_gnuplot(chart, format, file, options.timeout);
  }
}

}  // namespace riserun::plots
