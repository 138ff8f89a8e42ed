// PNG and PDF: our SVG, converted by the program rsvg-convert.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace riserun::plots {

struct ConvertedFormat {
  const char* name;      ///< As rsvg-convert and the file's extension say it.
  const char* zoom;      ///< Dots for each pixel of the SVG; a PDF is the same at every zoom.
  const char* end_mark;  ///< What the last bytes of a whole picture contain.
};

/// Two dots a pixel are sharp on today's screens; a pixel of a PDF is 1/96 inch.
inline constexpr ConvertedFormat kConvertedFormats[] = {{"png", "2", "IEND"},
                                                        {"pdf", "1", "%%EOF"}};

/// Runs rsvg-convert on the SVG, without a shell, and writes the picture to `file` once it is known
/// to be whole; until then `file` stays as it was. Throws
///   MissingProgram  rsvg-convert is not on the PATH,
///   FileError       it failed or took longer than `timeout` (its own words are quoted), or `file`
///                   cannot be written.
void convert_svg(const std::string& svg, const ConvertedFormat& format,
                 const std::filesystem::path& file, std::chrono::milliseconds timeout);

}  // namespace riserun::plots
