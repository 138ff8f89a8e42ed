// A chart to a picture file, the format chosen by the file's extension.
#pragma once

#include <chrono>
#include <filesystem>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

struct SaveOptions {
  std::chrono::milliseconds timeout{30'000};  ///< rsvg-convert is killed after this.
};

/// Draws `chart` into `file` (.svg, .png or .pdf in any case). An SVG needs no program, takes
/// milliseconds, and has the same bytes on every machine; PNG (two dots a pixel) and PDF are made
/// from it by rsvg-convert. `file` is written as by write_atomically(): it is the old picture, the
/// new one or absent, never half of one. Throws
///   ConfigError     the extension is another one, or the chart's sizes are out of range,
///   DataError       nothing in the chart can be drawn (check_chart),
///   FileError       the folder cannot be written, or rsvg-convert failed (its words are quoted),
///   MissingProgram  PNG or PDF wanted and rsvg-convert not installed.
void save(const Chart& chart, const std::filesystem::path& file, const SaveOptions& options = {});

}  // namespace riserun::plots
