// Graphs of DOT text as picture files, drawn by Graphviz.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace riserun::run {

/// Throws UsageError unless the name ends in .dot, .svg, .png or .pdf.
void require_graph_format(const char* option, const std::filesystem::path& file);

/// Writes the picture in the format of the file's name; a .dot file is the text itself. Throws
/// MissingProgram when dot is absent (the text is then kept beside), ShapeError for more boxes and
/// circles than dot can lay out in minutes, FileError.
void draw_graph(const std::string& dot_text, const std::filesystem::path& file);

/// Pictures of one layout: one SVG that moves, `seconds` each, where the name ends in .svg;
/// otherwise numbered files, steps-00.png, steps-01.png, ... Returns the names.
std::vector<std::string> draw_graph_frames(const std::vector<std::string>& dot_texts,
                                           double seconds, const std::filesystem::path& file);

}  // namespace riserun::run
