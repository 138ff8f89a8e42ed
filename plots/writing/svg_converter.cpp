#include <riserun/plots/writing/svg_converter.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/base/files/process.hpp>
#include <riserun/base/files/scratch_folder.hpp>

namespace riserun::plots {
namespace {

// A full disk may end a picture early without an error of the program.
bool is_whole(std::string_view picture, const ConvertedFormat& format) {
  return picture.substr(picture.size() - std::min<std::size_t>(picture.size(), 64))
             .find(format.end_mark) != picture.npos;
}

// The end of the program's output, which is where its error is.
std::string last_words(std::string_view text) {
  constexpr std::size_t kMost = 600;
  constexpr std::string_view kBlank = " \n";
  text = text.substr(0, text.find_last_not_of(kBlank) + 1);
  if (text.size() > kMost) text.remove_prefix(text.size() - kMost);
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text.empty() ? "it said nothing" : "it said:\n" + std::string(text);
}

}  // namespace

void convert_svg(const std::string& svg, const ConvertedFormat& format,
                 const std::filesystem::path& file, std::chrono::milliseconds timeout) {
  const auto program = find_program("rsvg-convert");
  if (!program) {
    throw MissingProgram(
        fmt::format("{}: drawing it needs rsvg-convert, which is not installed: install the "
                    "package librsvg2-bin (apt-get install librsvg2-bin), or save the picture as "
                    ".svg",
                    file.string()));
  }
  // Not beside the target: whoever kills us would find the pieces there.
  const ScratchFolder scratch;
  const std::filesystem::path source = scratch.path() / "picture.svg";
  const std::filesystem::path picture = scratch.path() / "picture";
  write_atomically(source, svg);
  const ProgramResult result =
      run_program(*program,
                  {"--unlimited", fmt::format("--format={}", format.name),
                   fmt::format("--zoom={}", format.zoom),
                   fmt::format("--output={}", picture.string()), source.string()},
                  timeout);
  const auto fail = [&](const std::string& what) {
    throw FileError(
        fmt::format("{}: rsvg-convert {}; {}", file.string(), what, last_words(result.output)));
  };
  if (result.timed_out)
    fail(fmt::format("was stopped after {} seconds", static_cast<double>(timeout.count()) / 1000));
  if (result.exit_code != 0) fail(fmt::format("failed with exit code {}", result.exit_code));
  const std::string content = is_there(picture) ? read_file(picture) : "";
  if (!is_whole(content, format)) fail("left no whole picture (is the disk full?)");
  write_atomically(file, content);
}

}  // namespace riserun::plots
