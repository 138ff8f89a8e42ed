// Drawing by gnuplot: the script as text, and the process that runs it.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

enum class PictureFormat { svg, png, pdf };

/// The complete gnuplot script, data inlined, that draws `chart` into `output` as `format`. A pure
/// function. No text of the chart is read by gnuplot as markup or command. Throws what
/// Chart::validate throws, and FileError when `output` has a control character in its name.
[[nodiscard]] std::string gnuplot_script(const Chart& chart, PictureFormat format,
                                         const std::filesystem::path& output);

/// Whether a program `gnuplot` is on the PATH.
[[nodiscard]] bool gnuplot_available();

/// Runs gnuplot (without a shell) on the chart's script and moves the picture to `file` once it is
/// known to be whole. Errors as in save().
void draw_with_gnuplot(const Chart& chart, PictureFormat format, const std::filesystem::path& file,
                       std::chrono::milliseconds timeout = std::chrono::seconds(30));

}  // namespace riserun::plots
