// The distances on a page that several files must agree on, in pixels.
#pragma once

namespace riserun::plots {

constexpr double kMargin = 20.0;
constexpr double kTitleFont = 17.0;
constexpr double kTitleRow = 26.0;
constexpr double kSubtitleFont = 12.5;
constexpr double kSubtitleRow = 20.0;
constexpr double kPanelTitleFont = 13.0;
constexpr double kLegendRow = 20.0;
constexpr double kMarkerRow = 16.0;
constexpr double kAfterSwatch = 6.0;
constexpr double kNumbersRow = 22.0;
constexpr double kLabelRow = 18.0;
constexpr double kBetweenPanels = 16.0;
constexpr double kLeastPanel = 40.0;
constexpr double kLeastLeft = 44.0;
constexpr double kBarGap = 14.0;  ///< From a panel to its colour bar.
constexpr double kBarWidth = 14.0;
constexpr double kMostNameWidth = 130.0;  ///< Longer names along an axis are cut.

}  // namespace riserun::plots
