// A run as one HTML file that needs no network: curves to zoom and to read values from, and
// whatever tables, texts and pictures belong to it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <riserun/plots/chart/chart.hpp>

namespace riserun::plots {

/// A curve over its chart's x; a number that is not finite is a gap.
struct PageSeries {
  std::string name = {};
  std::vector<double> y = {};
  int color = 0;       ///< Place in the palette, 0 and up.
  bool faint = false;  ///< Thin and pale.
};

/// An interactive chart. With `log_y` only what is positive is shown.
struct PageChart {
  std::string title = {};
  std::string x_label = "epoch";
  std::vector<double> x = {};  ///< Ascending and finite.
  std::vector<PageSeries> series = {};
  std::vector<Marker> markers = {};  ///< Their y is not used.
  bool log_y = false;
};

struct PageTable {
  std::vector<std::string> header = {};
  std::vector<std::vector<std::string>> rows = {};
};

/// A headline with what stands beneath it: each part that is not empty, in this order.
struct PageSection {
  std::string title = {};
  std::string text = {};            ///< Shown as it is, in a fixed-width font.
  PageTable table = {};             ///< Without rows: none.
  std::optional<Chart> chart = {};  ///< In the theme that the reader's browser has.
};

struct RunPage {
  std::string title = {};
  std::string status = {};  ///< A line beneath the title.
  /// Seconds after which the page loads itself again, for a run that goes on; 0: never.
  int refresh = 0;
  std::vector<PageChart> charts = {};
  std::vector<PageSection> sections = {};
};

/// The page, UTF-8. Every text in it is shown as it is, whatever it looks like to a browser. A
/// chart of more than 20 000 points is thinned. Throws DataError when columns differ in size or an
/// x is not finite and ascending; what Chart::validate throws.
[[nodiscard]] std::string run_page_html(const RunPage& page);

/// Writes it: `file` is the old page, the new one or absent, never half of one. Throws FileError.
void save_run_page(const RunPage& page, const std::filesystem::path& file);

}  // namespace riserun::plots
