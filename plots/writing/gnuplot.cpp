#include <riserun/plots/writing/gnuplot.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/process.hpp>
#include <riserun/base/files/scratch_folder.hpp>
#include <riserun/plots/layout/text.hpp>
#include <riserun/plots/writing/plot_file.hpp>

namespace riserun::plots {
namespace {

// How a whole picture ends: gnuplot does not always notice that the disk is full.
std::string_view end_mark(PictureFormat format) {
  switch (format) {
    case PictureFormat::svg:
      return "</svg>";
    case PictureFormat::png:
      return "IEND";
    case PictureFormat::pdf:
      return "%%EOF";
  }
  return "";
}

// Empty for a file that is not there.
std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The last lines of what gnuplot wrote, which is where its error is.
std::string last_words(const std::string& output) {
  constexpr std::size_t kMost = 600;
  std::string_view text = output;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  if (text.size() > kMost) text.remove_prefix(text.size() - kMost);
  while (!text.empty() && (text.front() == '\n' || text.front() == ' ')) text.remove_prefix(1);
  return text.empty() ? "it said nothing" : "it said:\n" + std::string(text);
}

}  // namespace

bool gnuplot_available() { return find_program("gnuplot").has_value(); }

void draw_with_gnuplot(const Chart& chart, PictureFormat format, const std::filesystem::path& file,
                       std::chrono::milliseconds timeout) {
  chart.validate();
  const auto program = find_program("gnuplot");
  if (!program) {
    throw MissingProgram(
        fmt::format("{}: drawing it needs gnuplot, which is not installed: install the package "
                    "gnuplot-nox (apt-get install gnuplot-nox), or save the chart as .svg",
                    file.string()));
  }
  // Not beside the target: whoever kills us would find the pieces there.
  const ScratchFolder scratch;
  const std::filesystem::path script = scratch.path() / "chart.gnuplot";
  const std::filesystem::path picture = scratch.path() / "picture";
  write_file(script, gnuplot_script(chart, format, picture));
  // -d: without the user's own gnuplotrc.
  const ProgramResult result = run_program(*program, {"-d", script.string()}, timeout);
  const auto fail = [&](const std::string& what) {
    throw FileError(fmt::format("{}: {}; {}", file.string(), what, last_words(result.output)));
  };
  if (result.timed_out)
    fail(fmt::format("gnuplot was stopped after {} seconds",
                     static_cast<double>(timeout.count()) / 1000.0));
  if (result.exit_code != 0)
    fail(fmt::format("gnuplot failed with exit code {}", result.exit_code));
  const std::string content = content_of(picture);
  if (content.find(end_mark(format), content.size() - std::min<std::size_t>(content.size(), 64)) ==
      std::string::npos) {
    fail("gnuplot left no whole picture (is the disk full?)");
  }
  write_file(file, content);
}

}  // namespace riserun::plots
