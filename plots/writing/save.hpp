// A chart to a picture file, the format chosen by the file's extension.
#pragma once

#include <chrono>
#include <filesystem>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// Who draws an SVG. The built-in writer is the default: it needs no program, takes milliseconds,
/// and gives the same bytes on every machine. PNG and PDF are always gnuplot's.
enum class SvgWriter { built_in, gnuplot };

struct SaveOptions {
  SvgWriter svg_writer = SvgWriter::built_in;
  /// Writes the gnuplot script beside the picture (loss.png.gnuplot), for those who want to change
  /// the picture by hand. It is complete: data inlined.
  bool keep_script = false;
  std::chrono::milliseconds timeout{30'000};  ///< gnuplot is killed after this.
};

/// Draws `chart` into `file` (.svg, .png or .pdf in any case). The picture is made under a
/// temporary name in the same folder, synced and renamed, so `file` is the old one, the new one or
/// absent, never half of one; an existing picture is replaced. Throws
///   ConfigError     the extension is another one, or the chart's sizes are out of range,
///   DataError       nothing in the chart can be drawn (Chart::validate),
///   FileError       the folder cannot be written, or gnuplot failed (its own words are quoted),
///   MissingProgram  PNG or PDF wanted and gnuplot not installed.
void save(const Chart& chart, const std::filesystem::path& file, const SaveOptions& options = {});

}  // namespace riserun::plots
