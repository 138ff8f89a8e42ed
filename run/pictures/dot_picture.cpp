#include <riserun/run/pictures/dot_picture.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/files/process.hpp>
#include <riserun/base/files/scratch_folder.hpp>
#include <riserun/plots/writing/animation.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kFormats{".dot", ".svg", ".png", ".pdf"};
// Measured on dense layers: 3 s for 3800, 16 s for 7200, and growing faster than their number.
constexpr std::size_t kMostNodes = 10'000;
constexpr std::chrono::minutes kPatience{2};

/// The pictures that dot draws of the texts, by one process.
std::vector<std::string> drawn(const std::vector<std::string>& texts, const fs::path& file,
                               const fs::path& dot) {
  const std::string format = file.extension().string();
  const ScratchFolder scratch;
  std::vector<std::string> arguments{"-T" + format.substr(1), "-O"};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    arguments.push_back((scratch.path() / fmt::format("{}.dot", i)).string());
    write_atomically(arguments.back(), texts[i]);
  }
  const ProgramResult result = run_program(dot, arguments, kPatience);
  if (result.timed_out)
    throw FileError(
        fmt::format("{}: dot took longer than two minutes; draw a smaller graph", file.string()));
  if (result.exit_code != 0)
    throw FileError(fmt::format("{}: dot failed with code {}:\n{}", file.string(), result.exit_code,
                                result.output));
  std::vector<std::string> pictures;
  for (std::size_t i = 0; i < texts.size(); ++i)
    pictures.push_back(read_file(arguments[i + 2] + format));
  return pictures;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++found;
  return found;
}

/// Where dot is; what it would have drawn is kept as text where it is not.
fs::path find_dot(const std::string& dot_text, const fs::path& file) {
  if (const std::optional<fs::path> dot = find_program("dot")) return *dot;
  const fs::path kept = fs::path(file).replace_extension(".dot");
  write_atomically(kept, dot_text);
  throw MissingProgram(fmt::format(
      "the program dot is not installed (Debian package graphviz); the graph is kept as {}",
      kept.string()));
}

}  // namespace

void require_graph_format(const char* option, const fs::path& file) {
  if (std::ranges::find(kFormats, file.extension().string()) == kFormats.end())
    throw UsageError(fmt::format("{} {}: the name must end in {}", option, file.string(),
                                 fmt::join(kFormats, ", ")));
}

void draw_graph(const std::string& dot_text, const fs::path& file) {
  if (file.extension() == ".dot") return write_atomically(file, dot_text);
  const fs::path dot = find_dot(dot_text, file);
  const std::size_t nodes = count(dot_text, "[shape=");
  if (nodes > kMostNodes)
    throw ShapeError(fmt::format(
        "{}: {} boxes and circles; with more than {} dot takes longer than anybody waits. "
        "Write the text with --out FILE.dot for other programs, such as sfdp",
        file.string(), nodes, kMostNodes));
  write_atomically(file, drawn({dot_text}, file, dot).front());
}

std::vector<std::string> draw_graph_frames(const std::vector<std::string>& dot_texts,
                                           double seconds, const fs::path& file) {
  const std::string format = file.extension().string();
  std::vector<std::string> pictures = dot_texts;
  if (format != ".dot") pictures = drawn(dot_texts, file, find_dot(dot_texts.back(), file));
  if (format == ".svg") {
    write_atomically(file, plots::animated_svg(pictures, seconds));
    return {file.string()};
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    fs::path name = file;
    name.replace_filename(fmt::format("{}-{:02}{}", file.stem().string(), i, format));
    write_atomically(name, pictures[i]);
    names.push_back(name.string());
  }
  return names;
}

}  // namespace riserun::run
